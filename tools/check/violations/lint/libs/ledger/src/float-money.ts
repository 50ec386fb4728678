interface Money {
  minor: bigint;
}

export const asFloat = (amount: Money): number => Number(amount.minor);
