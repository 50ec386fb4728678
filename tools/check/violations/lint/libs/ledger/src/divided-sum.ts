interface Money {
  minor: bigint;
}

export const mean = (a: Money, b: Money): bigint => (a.minor + b.minor) / 2n;
