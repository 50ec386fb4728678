import { defineSetting } from '@moments/platform';
import { z } from 'zod';

/** How reports are taken and what comes of them. */
export const moderationRules = defineSetting({
  name: 'moderation.rules',
  schema: z.object({
    /** Reports that one account may make within 24 hours. */
    reportsPerDay: z.int().min(1).max(10_000),
    /** Unicode code points of a reporter's comment. */
    maxCommentLength: z.int().min(1).max(10_000),
    /** Unicode code points of a moderator's words to an author. */
    maxMessageLength: z.int().min(1).max(10_000),
    /** Unicode code points of an author's appeal. */
    maxAppealLength: z.int().min(1).max(10_000),
    /** For so long what was let stand is not looked at again for the same reason. */
    settledDays: z.int().min(0).max(3_650),
    /** A moment that so many accounts have reported is hidden until it is decided on. */
    reportsToHide: z.int().min(2).max(1_000_000),
    /** For so long a rejection counts against its author. */
    strikeDays: z.int().min(1).max(3_650),
  }),
  fallback: {
    reportsPerDay: 50,
    maxCommentLength: 1_000,
    maxMessageLength: 1_000,
    maxAppealLength: 2_000,
    settledDays: 30,
    reportsToHide: 100,
    strikeDays: 90,
  },
});

export type ModerationRules = (typeof moderationRules)['fallback'];
