import { defineSetting } from '@moments/platform';
import { z } from 'zod';

/** How reward days are closed. */
export const closingRules = defineSetting({
  name: 'rewards.closing',
  schema: z.object({
    /** The hour of the next day, in Moscow, from which on a day is closed by itself. */
    hour: z.int().min(0).max(23),
    /** Creators whose lines are recorded in one transaction. */
    creatorsPerPage: z.int().min(1).max(20_000),
    /** How many days back corrections of views are still made good. */
    correctedDays: z.int().min(1).max(3_650),
  }),
  fallback: { hour: 4, creatorsPerPage: 100, correctedDays: 120 },
});

/** How long earnings are pending. */
export const earningHolds = defineSetting({
  name: 'rewards.holds',
  schema: z.object({
    /** For views: days after the end of the day. */
    viewDays: z.int().min(0).max(365),
    /** For purchases: when a commission is expected to be confirmed, in days after the purchase. It is not released by that. */
    purchaseExpectedDays: z.int().min(0).max(365),
  }),
  fallback: { viewDays: 14, purchaseExpectedDays: 30 },
});
