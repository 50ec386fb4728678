import { type Money, prorate } from '@moments/kernel';

/** What a purchase has brought so far, and what the order still has for it. */
export interface CommissionState {
  /** What was bought and is past its return window, at the price paid. */
  readonly confirmed: Money;
  /** Of it, in hundredths of a per cent: 0..10,000. */
  readonly bps: number;
  /** What is paid already for this purchase. */
  readonly paid: Money;
  /** What is left of the order's commission. */
  readonly left: Money;
}

/**
 * What a purchase brings in all: its share of the price, rounded to the nearest minor unit (half goes up), and never more
 * than was paid already and is left together.
 */
export function commissionOf({ confirmed, bps, paid, left }: CommissionState): Money {
  const [share = confirmed] = prorate(confirmed, [BigInt(bps), BigInt(10_000 - bps)]);
  const most = paid.minor + left.minor;
  return share.minor > most ? { ...share, minor: most } : share;
}
