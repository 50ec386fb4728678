import { after, days, hours, minutes } from '@moments/kernel';
import {
  CommentBlocked,
  CommentRepeated,
  CommentsTooFast,
  CommentWithLinks,
  CommentWithManyLinks,
  CommentWithMarkup,
} from '../comments.errors.js';
import type { SpamRules } from '../comments.settings.js';
import { hasWordOf } from './folded-text.js';
import { countLinks, hasMarkup } from './links.js';

/** How much of something there was within a span of time, and when the first of it was. */
export interface Tally {
  count: number;
  /** Null when there was none. */
  firstAt: Date | null;
}

/** What an account has written lately. */
export interface WritingHabits {
  /** Within the last minute, and within 24 hours. */
  minute: Tally;
  day: Tally;
  /** The same as now, within the window of repeats: under this moment, and under all. */
  sameHere: Tally;
  sameAnywhere: Tally;
}

/** Throws `CommentWithMarkup`, `CommentWithLinks`, `CommentWithManyLinks`, `CommentBlocked` for words that no comment may have. */
export function judgeWords(
  { text, accountCreatedAt, now }: { text: string; accountCreatedAt: Date; now: Date },
  { links, words }: SpamRules,
): void {
  if (hasMarkup(text)) throw new CommentWithMarkup();
  const isNew = now < after(accountCreatedAt, hours(links.fromAccountHours));
  const maxLinks = isNew ? 0 : links.max;
  if (countLinks(text) > maxLinks) throw maxLinks === 0 ? new CommentWithLinks() : new CommentWithManyLinks(maxLinks);
  if (hasWordOf(words, text)) throw new CommentBlocked();
}

/** Throws `CommentsTooFast`, `CommentRepeated` for one comment more than an account may write now. */
export function judgeHabits(habits: WritingHabits, { perMinute, perDay, repeats }: SpamRules, now: Date): void {
  const { windowMinutes, underOneMoment, anywhere } = repeats;
  const tooFast = [
    waitSeconds(habits.minute, { max: perMinute, windowMs: minutes(1), now }),
    waitSeconds(habits.day, { max: perDay, windowMs: days(1), now }),
  ];
  const repeated = [
    waitSeconds(habits.sameHere, { max: underOneMoment, windowMs: minutes(windowMinutes), now }),
    waitSeconds(habits.sameAnywhere, { max: anywhere, windowMs: minutes(windowMinutes), now }),
  ];
  if (Math.max(...tooFast) > 0) throw new CommentsTooFast(Math.max(...tooFast));
  if (Math.max(...repeated) > 0) throw new CommentRepeated(Math.max(...repeated));
}

/** Whole seconds until one more is within the limit; 0 when it is so now. */
function waitSeconds(
  { count, firstAt }: Tally,
  { max, windowMs, now }: { max: number; windowMs: number; now: Date },
): number {
  if (count < max || !firstAt) return 0;
  return Math.max(1, Math.ceil((after(firstAt, windowMs).getTime() - now.getTime()) / 1_000));
}
