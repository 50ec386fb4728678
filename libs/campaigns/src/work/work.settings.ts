import { defineSetting } from '@moments/platform';
import { z } from 'zod';

/** How long everybody has for the work on an order. What already runs keeps the instants that it was given. */
export const workSettings = defineSetting({
  name: 'campaigns.work',
  schema: z.object({
    /** Silence of the seller becomes approval so many hours after the submission. */
    reviewHours: z.int().min(1).max(720),
    /** How many hours a creator has at least for changes, also when the deadline comes first. */
    revisionHours: z.int().min(1).max(720),
    /** How many days a paid reward still waits before it can be paid out. */
    rewardHoldDays: z.int().min(0).max(90),
  }),
  fallback: { reviewHours: 72, revisionHours: 72, rewardHoldDays: 0 },
});

/** Commission on what the ordered products sell. */
export const commissionSettings = defineSetting({
  name: 'campaigns.commission',
  schema: z.object({
    /** Purchases of so many days after the moment was published are paid by the order. */
    days: z.int().min(1).max(365),
    /** How many days later the last of them is expected to be delivered and past its return window. */
    settleDays: z.int().min(1).max(365),
  }),
  fallback: { days: 30, settleDays: 60 },
});
