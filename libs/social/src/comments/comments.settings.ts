import { defineSetting } from '@moments/platform';
import { z } from 'zod';

const limitsSchema = z.object({
  /** Characters of a comment, in Unicode code points. */
  maxLength: z.int().min(1).max(10_000),
  maxLineBreaks: z.int().min(0).max(100),
  /** How many comments of a moment its author may hold at the top; one more lets go of the one held longest. */
  maxPinned: z.int().min(1).max(10),
  /** How long removed comments are kept for those who judge complaints. */
  keepRemovedDays: z.int().min(0).max(3_650),
});

export type CommentLimits = z.output<typeof limitsSchema>;

/** What a comment may be. */
export const commentLimits = defineSetting({
  name: 'social.comments',
  schema: limitsSchema,
  fallback: { maxLength: 1_000, maxLineBreaks: 20, maxPinned: 1, keepRemovedDays: 30 },
});

const spamSchema = z.object({
  /** Comments that one account may write within a minute, and within 24 hours. */
  perMinute: z.int().min(1).max(1_000),
  perDay: z.int().min(1).max(100_000),
  repeats: z.object({
    windowMinutes: z.int().min(1).max(1_440),
    /** How often one account may say the same within the window: under one moment, and under all together. */
    underOneMoment: z.int().min(1).max(1_000),
    anywhere: z.int().min(1).max(1_000),
  }),
  links: z.object({
    max: z.int().min(0).max(100),
    /** Accounts younger than this may write none. */
    fromAccountHours: z.int().min(0).max(8_760),
  }),
  /** Words and phrases that no comment may have, however they are spelled; `word*` stands for all that begins so. */
  words: z.array(z.string().trim().min(2).max(100)).max(10_000),
});

export type SpamRules = z.output<typeof spamSchema>;

/** What makes a comment spam. Links are none unless told: nobody can open them from a comment anyway. */
export const commentSpam = defineSetting({
  name: 'social.comment-spam',
  schema: spamSchema,
  fallback: {
    perMinute: 20,
    perDay: 500,
    repeats: { windowMinutes: 10, underOneMoment: 1, anywhere: 5 },
    links: { max: 0, fromAccountHours: 24 },
    words: [],
  },
});
