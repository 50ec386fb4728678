import { describe, expect, it } from '@jest/globals';
import { type BusinessDay, newId } from '@moments/kernel';
import type { MomentViewDay } from '../analytics/moment-view-day.js';
import { summariseDays } from './summarise-days.js';

const aDay = (change: Partial<MomentViewDay> = {}): MomentViewDay => ({
  ...{ momentId: newId(), creatorId: newId(), day: '2028-02-29' as BusinessDay },
  ...{ views: 0, qualified: 0, own: 0, promoted: 0, invalid: 0, tooShort: 0, held: 0, repeated: 0 },
  ...{ completed: 0, watchMs: 0n, viewers: 0, timed: 0, retention: Array.from({ length: 20 }, () => 0) },
  ...change,
});

describe('several days of a moment', () => {
  it('are added up, averages and shares over all of them', () => {
    const one = aDay({
      ...{ views: 3, qualified: 1, own: 1, tooShort: 1, completed: 1, watchMs: 30_000n, viewers: 3, timed: 3 },
      retention: Array.from({ length: 20 }, (_, index) => (index < 10 ? 3 : 1)),
    });
    const other = aDay({
      ...{ views: 1, qualified: 1, watchMs: 5_001n, viewers: 1, timed: 1 },
      retention: Array.from({ length: 20 }, (_, index) => (index < 5 ? 1 : 0)),
    });
    const { retention, ...rest } = summariseDays([one, other]);
    expect(rest).toEqual({
      ...{ views: 4, qualified: 2, watchMs: 35_001n, averageWatchMs: 8_750, completionRate: 0.5 },
      notQualified: [
        { reason: 'OWN', count: 1 },
        { reason: 'TOO_SHORT', count: 1 },
      ],
    });
    expect(retention).toHaveLength(20);
    expect([retention[0], retention[9], retention[19]]).toEqual([
      { part: 0.05, share: 1 },
      { part: 0.5, share: 0.75 },
      { part: 1, share: 0.25 },
    ]);
  });

  it('without a view are nothing, and no division by it', () => {
    expect(summariseDays([])).toEqual({
      ...{ views: 0, qualified: 0, watchMs: 0n, averageWatchMs: 0, completionRate: 0 },
      notQualified: [],
      retention: [],
    });
  });
});
