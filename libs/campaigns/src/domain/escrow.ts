/** What a campaign may still have to pay, in minor units of its currency. */
export interface Owed {
  /** Rewards of those who have a place and were not paid yet: each by their own terms, or what the place will cost next. */
  rewards: bigint;
  /** For each place that nobody has. */
  reward: bigint;
  free: number;
  /** The most that is paid in commission; nothing once that is over. */
  ceiling: bigint;
  /** Commission that was paid and not taken back. */
  commissionSpent: bigint;
}

/** How much has to be in escrow: every reward that may still be paid, and what is left of the promised commission. */
export function escrowNeeded({ rewards, reward, free, ceiling, commissionSpent }: Owed): bigint {
  const commission = ceiling > commissionSpent ? ceiling - commissionSpent : 0n;
  return rewards + reward * BigInt(free) + commission;
}

/** What publishing costs. */
export const costOf = ({ reward, places, ceiling }: { reward: bigint; places: number; ceiling: bigint }): bigint =>
  reward * BigInt(places) + ceiling;
