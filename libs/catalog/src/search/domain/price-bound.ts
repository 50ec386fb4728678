import { currencies, digitsOf } from '@moments/kernel';

const most = 9_223_372_036_854_775_807n;

/**
 * A bound that is told without a currency, in the minor units of each: 9.99 is 999 kopecks and, as an upper bound, 9 yen.
 * A lower bound is rounded up, an upper one down; beyond what can be stored it is the most that can.
 */
export function priceBound(decimal: string, rounding: 'up' | 'down'): Readonly<Record<string, string>> {
  return Object.fromEntries(
    currencies.map((code) => [code, `${minorOf(decimal, { digits: digitsOf(code), rounding })}`]),
  );
}

function minorOf(decimal: string, { digits, rounding }: { digits: number; rounding: 'up' | 'down' }): bigint {
  const negative = decimal.startsWith('-');
  const [whole = '0', fraction = ''] = decimal.replace('-', '').split('.');
  const kept = BigInt(`${whole}${fraction.slice(0, digits).padEnd(digits, '0')}`);
  const rest = /[1-9]/.test(fraction.slice(digits));
  // Nothing costs less than nothing, so all that matters of a bound below is that it is.
  if (negative) return kept > 0n || rest ? -1n : 0n;
  const minor = rest && rounding === 'up' ? kept + 1n : kept;
  return minor > most ? most : minor;
}
