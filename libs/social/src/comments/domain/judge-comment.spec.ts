import { describe, expect, it } from '@jest/globals';
import { after, days, hours, minutes, seconds } from '@moments/kernel';
import type { SpamRules } from '../comments.settings.js';
import { judgeHabits, judgeWords, type Tally, type WritingHabits } from './judge-comment.js';

const now = new Date('2026-01-31T12:00:00Z');
const ago = (ms: number) => after(now, -ms);
const rules: SpamRules = {
  perMinute: 3,
  perDay: 10,
  repeats: { windowMinutes: 10, underOneMoment: 1, anywhere: 2 },
  links: { max: 0, fromAccountHours: 24 },
  words: [],
};
const none: Tally = { count: 0, firstAt: null };
const habits = (change: Partial<WritingHabits>): WritingHabits => ({
  minute: none,
  day: none,
  sameHere: none,
  sameAnywhere: none,
  ...change,
});
const judge = (change: Partial<WritingHabits>) => () => judgeHabits(habits(change), rules, now);

describe('how much one may write', () => {
  it('is so many a minute', () => {
    expect(judge({ minute: { count: 2, firstAt: ago(seconds(50)) } })).not.toThrow();
    expect(judge({ minute: { count: 3, firstAt: ago(seconds(50)) } })).toThrow(
      expect.objectContaining({ code: 'RATE_LIMITED', reason: 'comments_too_fast', params: { retryAfter: 10 } }),
    );
  });

  it('is so many a day', () => {
    expect(judge({ day: { count: 9, firstAt: ago(hours(23)) } })).not.toThrow();
    expect(judge({ day: { count: 10, firstAt: ago(hours(23)) } })).toThrow(
      expect.objectContaining({ reason: 'comments_too_fast', params: { retryAfter: 3_600 } }),
    );
  });

  it('tells the longer wait when both are used up', () => {
    const [minute, day] = [
      { count: 3, firstAt: ago(0) },
      { count: 10, firstAt: ago(days(1) - minutes(5)) },
    ];
    expect(judge({ minute, day })).toThrow(expect.objectContaining({ params: { retryAfter: 300 } }));
  });

  it('is the same only so often, under one moment and under all', () => {
    expect(judge({ sameAnywhere: { count: 1, firstAt: ago(minutes(9)) } })).not.toThrow();
    expect(judge({ sameHere: { count: 1, firstAt: ago(minutes(9)) } })).toThrow(
      expect.objectContaining({ code: 'RATE_LIMITED', reason: 'comment_repeated', params: { retryAfter: 60 } }),
    );
    expect(judge({ sameAnywhere: { count: 2, firstAt: ago(minutes(4)) } })).toThrow(
      expect.objectContaining({ reason: 'comment_repeated', params: { retryAfter: 360 } }),
    );
  });
});

describe('what one may write', () => {
  const linksFrom = { ...rules, links: { max: 1, fromAccountHours: 24 }, words: ['casino'] };
  const write = (text: string, ageMs: number) => () =>
    judgeWords({ text, accountCreatedAt: ago(ageMs), now }, linksFrom);

  it('has no markup, no listed word, and no link unless the rules say so', () => {
    expect(write('nice', 0)).not.toThrow();
    expect(write('<b>nice</b>', days(9))).toThrow(expect.objectContaining({ reason: 'comment_with_markup' }));
    expect(write('C4SINO', days(9))).toThrow(expect.objectContaining({ code: 'BLOCKED', reason: 'comment_blocked' }));
    expect(() => judgeWords({ text: 'a.com', accountCreatedAt: ago(days(99)), now }, rules)).toThrow(
      expect.objectContaining({ code: 'INVALID_INPUT', reason: 'comment_with_links' }),
    );
  });

  it('has as many links as the rules say once the account is old enough', () => {
    expect(write('a.com', hours(24))).not.toThrow();
    expect(write('a.com', hours(24) - 1)).toThrow(expect.objectContaining({ reason: 'comment_with_links' }));
    expect(write('a.com b.com', hours(24))).toThrow(
      expect.objectContaining({ reason: 'comment_with_many_links', params: { max: 1 } }),
    );
  });
});
