import type { BusinessDay, MomentId } from '@moments/kernel';

/** Under what a moment's reward of a day is recorded, once. */
export const rewardKey = (day: BusinessDay, momentId: MomentId): string => `reward:${day}:${momentId}:views`;

/** The same for what makes up for it later: the first, second … correction. */
export const correctionKey = (day: BusinessDay, momentId: MomentId, number: number): string =>
  `correction:${day}:${momentId}:${number}`;
