import { defineEvent } from '@moments/platform';
import { z } from 'zod';

/** Creators are to be paid by other rules from a business day on. */
export const rewardPolicyPublished = defineEvent({
  name: 'reward-policy-published',
  payload: z.object({ version: z.int().min(1), effectiveFrom: z.iso.date() }),
});
