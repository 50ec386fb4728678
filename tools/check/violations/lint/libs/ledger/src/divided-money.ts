interface Money {
  minor: bigint;
}

export const half = (amount: Money): bigint => amount.minor / 2n;
