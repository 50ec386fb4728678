import { describe, expect, it } from '@jest/globals';
import { after, hours } from '@moments/kernel';
import { type CountedView, isView, isWatchedToTheEnd, obstacleOf, qualify } from './qualify.js';

const rules = { minWatchMs: 5_000, minStillMs: 7_000, seenAfterMs: 1_000 };
const servedAt = new Date('2028-02-28T20:59:00Z');

const aView = (change: Partial<CountedView> = {}): CountedView => ({
  ...{ viewerId: 'bob', creatorId: 'ada', promoted: false, watchedMs: 20_000, durationMs: 20_000, servedAt },
  ...change,
});

describe('a view by itself', () => {
  it.each([
    ['is watched for five seconds', { watchedMs: 5_000 }, undefined],
    ['is left a millisecond before', { watchedMs: 4_999 }, 'TOO_SHORT'],
    ['is of a video of three seconds, watched to its end', { watchedMs: 3_000, durationMs: 3_000 }, undefined],
    ['is of a video of three seconds, left before', { watchedMs: 2_999, durationMs: 3_000 }, 'TOO_SHORT'],
    ['is of photos, looked at for long enough', { watchedMs: 7_000, durationMs: undefined }, undefined],
    ['is of photos, left a millisecond before', { watchedMs: 6_999, durationMs: undefined }, 'TOO_SHORT'],
    ['is by whoever made the moment', { viewerId: 'ada' }, 'OWN'],
    ['is by nobody who is known', { viewerId: undefined }, undefined],
    ['is paid for', { promoted: true }, 'PROMOTED'],
    ['is judged to be nobody’s', { verdict: 'invalid' as const }, 'INVALID'],
    ['is held', { verdict: 'held' as const }, 'HELD'],
    ['is held and too short', { verdict: 'held' as const, watchedMs: 1_000 }, 'TOO_SHORT'],
    ['is by its maker, paid for and too short', { viewerId: 'ada', promoted: true, watchedMs: 0 }, 'OWN'],
  ])('that %s', (_, change, obstacle) => {
    expect(obstacleOf(aView(change), rules)).toBe(obstacle);
  });

  it('is one at all from a second on, or from the end of what is shorter', () => {
    expect(isView(aView({ watchedMs: 1_000 }), rules)).toBe(true);
    expect(isView(aView({ watchedMs: 999 }), rules)).toBe(false);
    expect(isView(aView({ watchedMs: 999, durationMs: 999 }), rules)).toBe(true);
    expect(isView(aView({ watchedMs: 1_000, durationMs: undefined }), rules)).toBe(true);
  });

  it('of photos is never watched to the end', () => {
    expect(isWatchedToTheEnd(aView())).toBe(true);
    expect(isWatchedToTheEnd(aView({ watchedMs: 19_999 }))).toBe(false);
    expect(isWatchedToTheEnd(aView({ durationMs: undefined }))).toBe(false);
  });
});

describe('the views of one viewer', () => {
  const at = (ms: number, change: Partial<CountedView> = {}) => aView({ servedAt: after(servedAt, ms), ...change });

  it('count once in 24 hours, to the millisecond, also over midnight and a leap day', () => {
    expect(qualify([at(0), at(hours(24) - 1)], rules)).toEqual(['QUALIFIED', 'REPEATED']);
    expect(qualify([at(0), at(hours(24))], rules)).toEqual(['QUALIFIED', 'QUALIFIED']);
  });

  it('are counted from the last one that counted, not from the last one', () => {
    const views = [at(0), at(hours(23)), at(hours(24)), at(hours(47)), at(hours(48))];
    expect(qualify(views, rules)).toEqual(['QUALIFIED', 'REPEATED', 'QUALIFIED', 'REPEATED', 'QUALIFIED']);
  });

  it('that do not count stand in the way of none', () => {
    const views = [at(0, { promoted: true }), at(1, { watchedMs: 4_000 }), at(2, { verdict: 'held' }), at(3)];
    expect(qualify(views, rules)).toEqual(['PROMOTED', 'TOO_SHORT', 'HELD', 'QUALIFIED']);
  });

  it('are decided in the order in which they were served, whatever order they are told in', () => {
    expect(qualify([at(2), at(0), at(1)], rules)).toEqual(['REPEATED', 'QUALIFIED', 'REPEATED']);
  });

  it('under one token count once: the one that was watched to the end', () => {
    expect(qualify([at(0, { watchedMs: 6_000 }), at(0), at(0)], rules)).toEqual(['REPEATED', 'QUALIFIED', 'REPEATED']);
  });
});
