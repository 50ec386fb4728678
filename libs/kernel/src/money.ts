import { InvalidInput } from './errors.js';

/** ISO 4217 alphabetic code. */
export type Currency = string & { readonly currency: unique symbol };

/** An exact amount in the currency's minor unit (kopecks, cents). */
export interface Money {
  readonly minor: bigint;
  readonly currency: Currency;
}

// ISO 4217 minor units of the currencies that the platform can hold.
const minorDigits: Readonly<Record<string, number>> = {
  RUB: 2,
  USD: 2,
  EUR: 2,
  TRY: 2,
  KZT: 2,
  BYN: 2,
  UZS: 2,
  GEL: 2,
  AMD: 2,
  AZN: 2,
  KGS: 2,
  TJS: 2,
  INR: 2,
  CNY: 2,
  GBP: 2,
  AED: 2,
  JPY: 0,
  KRW: 0,
  VND: 0,
  KWD: 3,
  BHD: 3,
  TND: 3,
};

// What a bigint column holds: 2⁶³ − 1.
const maxMinor = 9_223_372_036_854_775_807n;

/** Whether the platform holds this currency. */
export const isCurrency = (code: string): code is Currency => Object.hasOwn(minorDigits, code);

/** Every currency that the platform holds. */
export const currencies: readonly Currency[] = Object.keys(minorDigits).filter(isCurrency);

/** Throws {@link InvalidInput} for a code that the platform does not hold. */
export function currency(code: string): Currency {
  if (!isCurrency(code)) throw new InvalidInput([{ field: ['currency'], message: 'is not a supported currency' }]);
  return code;
}

/** How many decimals the currency has. */
export function digitsOf(code: Currency): number {
  const digits = minorDigits[code];
  // A guess here would move the decimal point of somebody's money.
  if (digits === undefined) throw new TypeError('not a currency that the platform holds');
  return digits;
}

/**
 * Reads `"1234.50"` exactly: more decimals than the currency has are refused, never rounded, and so is what storage
 * could not hold. Throws {@link InvalidInput}.
 */
export function parseMoney(amount: string, code: Currency): Money {
  const digits = digitsOf(code);
  const match = /^(-?)(\d{1,19})(?:\.(\d+))?$/.exec(amount);
  const fraction = match?.[3] ?? '';
  if (!match || fraction.length > digits) {
    throw new InvalidInput([{ field: ['amount'], message: `is not an amount with at most ${digits} decimals` }]);
  }
  const minor = BigInt(`${match[2] ?? '0'}${fraction.padEnd(digits, '0')}`);
  if (minor > maxMinor) throw new InvalidInput([{ field: ['amount'], message: 'is too large' }]);
  return { minor: match[1] ? -minor : minor, currency: code };
}

/** The amount as a decimal string with all of the currency's decimals: `"1234.50"`. */
export function formatAmount({ minor, currency: code }: Money): string {
  const digits = digitsOf(code);
  const sign = minor < 0n ? '-' : '';
  const text = (minor < 0n ? -minor : minor).toString().padStart(digits + 1, '0');
  return digits === 0 ? `${sign}${text}` : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/**
 * Shares an amount by weights, exactly: each share is rounded towards zero, and the minor units that are left go one
 * each to the largest remainders, the earlier of equals first (Hamilton's method). The only division of money. Throws a
 * `RangeError` for a negative weight, or when nobody has any.
 */
export function prorate({ minor, currency: code }: Money, weights: readonly bigint[]): Money[] {
  const whole = weights.reduce((sum, weight) => sum + weight, 0n);
  if (whole <= 0n || weights.some((weight) => weight < 0n)) throw new RangeError('there is nobody to share with');
  const size = minor < 0n ? -minor : minor;
  const shares = weights.map((weight, index) => ({
    index,
    share: (size * weight) / whole,
    remainder: (size * weight) % whole,
  }));
  const left = size - shares.reduce((sum, { share }) => sum + share, 0n);
  const raised = new Set(
    shares
      .toSorted((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1))
      .filter((_, place) => BigInt(place) < left)
      .map(({ index }) => index),
  );
  return shares.map(({ index, share }) => {
    const exact = raised.has(index) ? share + 1n : share;
    return { minor: minor < 0n ? -exact : exact, currency: code };
  });
}
