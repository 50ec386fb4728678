import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { thereWasTimeFor, watchAll, type WatchedTime, watchOn } from './watch-clock.js';

const views = fc.array(
  fc.record({ servedAtMs: fc.integer({ min: 0, max: 10_000 }), watchedMs: fc.integer({ min: 0, max: 3_000 }) }),
  { maxLength: 7 },
);

function permutations(all: readonly WatchedTime[]): WatchedTime[][] {
  if (all.length <= 1) return [[...all]];
  return all.flatMap((first, at) => permutations(all.toSpliced(at, 1)).map((rest) => [first, ...rest]));
}

describe('a viewer’s clock', () => {
  it('goes on by what was watched, from when it was served at the earliest', () => {
    expect(watchOn(1_000, { servedAtMs: 5_000, watchedMs: 700 })).toBe(5_700);
    expect(watchOn(5_000, { servedAtMs: 1_000, watchedMs: 700 })).toBe(5_700);
  });

  it('takes as long as one person needs at least, in whatever order they watch', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000 }), views, (busy, all) => {
        const least = Math.min(...permutations(all.slice(0, 5)).map((order) => order.reduce(watchOn, busy)));
        expect(watchAll(busy, all.slice(0, 5))).toBe(least);
      }),
      { numRuns: 200 },
    );
  });

  it('is what is left of each view with all that was served after it, as SQL computes it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000 }), views, (busy, all) => {
        const sum = (some: readonly WatchedTime[]) => some.reduce((total, { watchedMs }) => total + watchedMs, 0);
        const inOrder = all.toSorted((a, b) => a.servedAtMs - b.servedAtMs);
        const ends = inOrder.map(({ servedAtMs }, at) => servedAtMs + sum(inOrder.slice(at)));
        expect(watchAll(busy, all)).toBe(Math.max(busy + sum(all), ...ends));
      }),
    );
  });

  it('lets nobody watch two hours in one, on however many screens', () => {
    const hourMs = 3_600_000;
    const screens = Array.from({ length: 2 * 360 }, (_, n) => ({ servedAtMs: (n >> 1) * 10_000, watchedMs: 10_000 }));
    const { fitting, busyUntilMs } = thereWasTimeFor(0, screens, hourMs);
    expect(fitting).toHaveLength(360);
    expect(busyUntilMs).toBe(hourMs);
  });

  it('believes a full watch to the millisecond, and refuses one more', () => {
    expect(thereWasTimeFor(0, [{ servedAtMs: 0, watchedMs: 5_000 }], 5_000).fitting).toHaveLength(1);
    expect(thereWasTimeFor(0, [{ servedAtMs: 0, watchedMs: 5_001 }], 5_000).fitting).toHaveLength(0);
  });

  it('passes over what does not fit and takes what does', () => {
    const all = [
      { servedAtMs: 0, watchedMs: 4_000 },
      { servedAtMs: 1, watchedMs: 9_000 },
      { servedAtMs: 2, watchedMs: 1_000 },
    ];
    expect(thereWasTimeFor(0, all, 5_000).fitting).toEqual([all[0], all[2]]);
  });
});
