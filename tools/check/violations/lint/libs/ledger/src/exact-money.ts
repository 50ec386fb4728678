// Allowed: what is exact stays exact.
interface Money {
  minor: bigint;
}

export const twice = (amount: Money): bigint => amount.minor * 2n;
