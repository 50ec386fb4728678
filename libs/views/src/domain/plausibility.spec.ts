import { describe, expect, it } from '@jest/globals';
import { after, type FeedSessionId, hours, type MomentId } from '@moments/kernel';
import { rejectionOf, type ToldView, type ViewFacts } from './plausibility.js';

const issuedAt = new Date('2026-11-22T10:00:00Z');
const claims = {
  momentId: '01930000-0000-7000-8000-000000000001' as MomentId,
  feedSessionId: '01930000-0000-7000-8000-000000000002' as FeedSessionId,
  surface: 'FOR_YOU' as const,
  promoted: false,
  issuedAt,
  expiresAt: after(issuedAt, hours(24)),
};
const limits = {
  maxAgeHours: 48,
  clockToleranceMs: 600_000,
  watchToleranceMs: 2_000,
  aheadToleranceMs: 60_000,
  maxStillMs: 600_000,
};
const facts: ViewFacts = { now: after(issuedAt, hours(1)), durationMs: 20_000, limits };
const view: ToldView = { watchedMs: 5_000, loops: 0, occurredAt: facts.now };

const judged = (change: Partial<ToldView>, now = facts.now, durationMs: number | undefined = 20_000) =>
  rejectionOf({ ...view, ...change }, claims, { now, limits, durationMs });

describe('a reported view', () => {
  it('is believed when it was watched as long as the moment plays, and a little more', () => {
    expect(judged({ watchedMs: 0 })).toBeUndefined();
    expect(judged({ watchedMs: 22_000 })).toBeUndefined();
    expect(judged({ watchedMs: 22_001 })).toBe('IMPLAUSIBLE');
  });

  it('may be longer by each loop', () => {
    expect(judged({ watchedMs: 62_000, loops: 2 })).toBeUndefined();
    expect(judged({ watchedMs: 62_001, loops: 2 })).toBe('IMPLAUSIBLE');
  });

  it('may look at photos for ten minutes', () => {
    const photo = { now: facts.now, limits };
    expect(rejectionOf({ ...view, watchedMs: 602_000 }, claims, photo)).toBeUndefined();
    expect(rejectionOf({ ...view, watchedMs: 602_001 }, claims, photo)).toBe('IMPLAUSIBLE');
  });

  it('has no negative numbers', () => {
    expect(judged({ watchedMs: -1 })).toBe('IMPLAUSIBLE');
    expect(judged({ loops: -1, watchedMs: 0 })).toBe('IMPLAUSIBLE');
    expect(judged({ positionMs: -1 })).toBe('IMPLAUSIBLE');
    expect(judged({ positionMs: 0 })).toBeUndefined();
  });

  it('stands at a place that the moment has', () => {
    expect(judged({ positionMs: 22_000 })).toBeUndefined();
    expect(judged({ positionMs: 22_001 })).toBe('IMPLAUSIBLE');
  });

  it('did not happen in the future, but for a clock that is a little fast', () => {
    expect(judged({ occurredAt: after(facts.now, 600_000) })).toBeUndefined();
    expect(judged({ occurredAt: after(facts.now, 600_001) })).toBe('IMPLAUSIBLE');
  });

  it('did not happen before it was served, but for a clock that is a little slow', () => {
    expect(judged({ occurredAt: after(issuedAt, -600_000) })).toBeUndefined();
    expect(judged({ occurredAt: after(issuedAt, -600_001) })).toBe('IMPLAUSIBLE');
  });

  it('happened while its token was good, however late it is told', () => {
    const later = after(issuedAt, hours(30));
    expect(judged({ occurredAt: after(claims.expiresAt, -1) }, later)).toBeUndefined();
    expect(judged({ occurredAt: claims.expiresAt }, later)).toBe('EXPIRED_TOKEN');
  });

  it('is told within 48 hours', () => {
    const occurredAt = after(issuedAt, hours(2));
    expect(judged({ occurredAt }, after(occurredAt, hours(48)))).toBeUndefined();
    expect(judged({ occurredAt }, after(occurredAt, hours(48) + 1))).toBe('TOO_OLD');
  });

  it('is not longer than it is since it was served, and a little', () => {
    const told = (watchedMs: number, sinceMs: number) => {
      const now = after(issuedAt, sinceMs);
      return judged({ watchedMs, loops: 20, occurredAt: now }, now);
    };
    expect(told(60_000, 0)).toBeUndefined();
    expect(told(60_001, 0)).toBe('IMPLAUSIBLE');
    expect(told(100_000, 40_000)).toBeUndefined();
    expect(told(100_001, 40_000)).toBe('IMPLAUSIBLE');
  });

  it('is not believed to be longer for a clock of the device that is behind', () => {
    const now = after(issuedAt, 1_000);
    expect(judged({ watchedMs: 90_000, loops: 20, occurredAt: after(issuedAt, -600_000) }, now)).toBe('IMPLAUSIBLE');
  });
});
