import { defineSetting } from '@moments/platform';
import { z } from 'zod';

/** How long before it holds a reward policy is published. */
export const policyNotice = defineSetting({
  name: 'rewards.policy-notice',
  schema: z.object({
    /** Business days: with 1 a policy holds from tomorrow at the earliest, with 0 from today. */
    days: z.int().min(0).max(365),
  }),
  fallback: { days: 1 },
});
