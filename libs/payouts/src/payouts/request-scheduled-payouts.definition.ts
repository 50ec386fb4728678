import type { BusinessDay } from '@moments/kernel';
import { defineJob } from '@moments/platform';
import { z } from 'zod';

/** Requests the payouts of a day of the calendar; of today when none is said. */
export const requestScheduledPayouts = defineJob({
  name: 'request-scheduled-payouts',
  lane: 'worker',
  payload: z.object({
    day: z.iso
      .date()
      .transform((text) => text as BusinessDay)
      .optional(),
  }),
  attempts: 5,
  timeoutMs: 3_600_000,
  // After nine in the morning in Moscow.
  cron: '10 6 * * *',
});
