import { type Money, prorate } from '@moments/kernel';

/** A part of a year's income and how much of it is tax. */
export interface TaxBracket {
  /** Income of the year up to here, in minor units; left out for all that is beyond. */
  readonly upToMinor?: bigint;
  /** Hundredths of a per cent. */
  readonly bps: bigint;
}

/** What an individual was paid in a calendar year before, and what was withheld of it. */
export interface YearSoFar {
  readonly income: Money;
  readonly withheld: Money;
}

const minorPerRouble = 100n;

/** The tax on a year's income in whole roubles: 50 kopecks and more are a rouble, less is dropped (Tax Code, article 52(6)). */
export function taxOnIncome(incomeMinor: bigint, brackets: readonly TaxBracket[]): bigint {
  let [from, scaled] = [0n, 0n];
  for (const { upToMinor, bps } of brackets) {
    const upTo = upToMinor === undefined || upToMinor > incomeMinor ? incomeMinor : upToMinor;
    if (upTo > from) scaled += (upTo - from) * bps;
    from = upTo > from ? upTo : from;
  }
  // Scaled by 10,000: half a rouble is added, then what is not a whole one falls away.
  const wholeRouble = minorPerRouble * 10_000n;
  return ((scaled + wholeRouble / 2n) / wholeRouble) * minorPerRouble;
}

/**
 * What is withheld of a payment to an individual: the tax on the year's income with it, counted from the beginning of the
 * year (Tax Code, article 226(3)), less what was withheld before; at most half of the payment (226(4)), the rest with the
 * next one. Never negative: what was withheld too much is given back by the tax office.
 */
export function withholding(payment: Money, soFar: YearSoFar, brackets: readonly TaxBracket[]): Money {
  const due = taxOnIncome(soFar.income.minor + payment.minor, brackets) - soFar.withheld.minor;
  const [, half = payment] = prorate(payment, [1n, 1n]);
  const kopecks = half.minor;
  const most = kopecks - (kopecks % minorPerRouble);
  const bounded = due > most ? most : due;
  return { minor: bounded < 0n ? 0n : bounded, currency: payment.currency };
}
