import { defineSetting } from '@moments/platform';
import { z } from 'zod';

/** How far social ties go. */
export const socialLimits = defineSetting({
  name: 'social.limits',
  schema: z.object({
    /** Profiles that one account may follow at a time: its feed reads the newest of each. */
    maxFollowing: z.number().int().min(1).max(100_000),
  }),
  fallback: { maxFollowing: 7_500 },
});

/** How many one account may keep away from itself. */
export const hidingLimits = defineSetting({
  name: 'social.hiding-limits',
  schema: z.object({
    maxBlocked: z.number().int().min(1).max(100_000),
    maxMuted: z.number().int().min(1).max(100_000),
  }),
  fallback: { maxBlocked: 10_000, maxMuted: 10_000 },
});
