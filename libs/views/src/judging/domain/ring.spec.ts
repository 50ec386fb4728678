import { describe, expect, it } from '@jest/globals';
import { judgingSettings } from '../judging.settings.js';
import { belongs, circlesOf, mutualFinding, ringFinding, surpriseOf, tradeFinding, tradersOf } from './ring.js';

const rules = judgingSettings.fallback.ring;
const members = (count: number, shared: number, expected: number) =>
  Array.from({ length: count }, () => ({ shared, expected }));

describe('viewers with one set of creators', () => {
  it('are a ring when nobody of them would watch that by chance', () => {
    const found = ringFinding({ creators: 15, members: members(20, 13, 0.5) }, 20_000, rules);
    expect(found).toMatchObject({ rule: 'ring', strength: 0.95, seen: { viewers: 20, creators: 15 } });
  });

  it('are none when each watches so much that chance explains it', () => {
    expect(ringFinding({ creators: 15, members: members(20, 13, 9) }, 20_000, rules)).toBeUndefined();
  });

  it('do not include whoever watches so much that most of any set is watched', () => {
    expect(belongs({ shared: 13, expected: 0.5 }, 17, 20_000)).toBe(true);
    expect(belongs({ shared: 13, expected: 11 }, 17, 20_000)).toBe(false);
  });

  it('are friends when they are fewer than make a ring, or their set is small', () => {
    expect(ringFinding({ creators: 15, members: members(5, 13, 0.1) }, 20_000, rules)).toBeUndefined();
    expect(ringFinding({ creators: 3, members: members(20, 3, 0.01) }, 20_000, rules)).toBeUndefined();
  });

  it('are only suspicious while they are few', () => {
    const few = ringFinding({ creators: 4, members: members(6, 4, 0.02) }, 20_000, rules)?.strength ?? 0;
    expect(few).toBeGreaterThan(0.5);
    expect(few).toBeLessThan(0.8);
  });
});

describe('creators who watch each other', () => {
  it('are friends up to a handful, suspicious above, and a ring when they are many', () => {
    const strength = (returned: number) =>
      mutualFinding({ watched: returned + 1, returned, expected: 0.1, inCore: false }, rules)?.strength;
    expect(strength(4)).toBeUndefined();
    expect(strength(5)).toBeLessThan(0.8);
    expect(strength(10)).toBeGreaterThan(0.9);
  });

  it('are none where everybody watches everybody', () => {
    expect(mutualFinding({ watched: 12, returned: 10, expected: 8, inCore: true }, rules)).toBeUndefined();
  });

  it('are found together where each watches so much that one alone would be chance', () => {
    const busy = { watched: 12, returned: 7, expected: 3 };
    expect(mutualFinding({ ...busy, inCore: false }, rules)).toBeUndefined();
    expect(mutualFinding({ ...busy, inCore: true }, rules)?.strength).toBeGreaterThan(0.5);
  });
});

describe('a circle of creators who watch each other', () => {
  const watchers = ['a', 'b', 'c', 'd', 'e'].map((viewer, _, all) => ({
    viewer,
    // One of the ties is missing: d has not watched back.
    others: all.filter((other) => other !== viewer && ![viewer, other].every((one) => ['a', 'd'].includes(one))),
  }));

  it('takes in who has not watched one of them back', () => {
    expect(circlesOf(watchers, 3).get('a')?.toSorted()).toEqual(['b', 'c', 'd', 'e']);
  });

  it('does not take in who has few of them in common, or is in no circle', () => {
    expect(circlesOf(watchers, 4).get('a')?.toSorted()).toEqual(['b', 'c', 'e']);
    const withFans = [...watchers, { viewer: 'f', others: ['a'] }];
    expect(circlesOf(withFans, 3).get('b')).not.toContain('f');
  });
});

describe('a trade of views among creators', () => {
  // Everybody watches the next five of thirty: nobody is watched back.
  const traded = Array.from({ length: 30 }, (_, one) =>
    [1, 2, 3, 4, 5].map((step) => ({ viewer: `t${one}`, creator: `t${(one + step) % 30}` })),
  ).flat();

  it('is found though nobody watches whom they are watched by, without those who only watch or are only watched', () => {
    const around = [0, 1, 2, 3, 4].flatMap((one) => [
      { viewer: 'fan', creator: `t${one}` },
      { viewer: `t${one}`, creator: 'star' },
    ]);
    const traders = tradersOf([...traded, ...around], 5);
    expect(traders.size).toBe(30);
    expect(traders).not.toContain('fan');
    expect(traders).not.toContain('star');
  });

  it('is none where one has or gives too little: with it goes everybody who depends on it', () => {
    expect(tradersOf(traded.slice(1), 5).size).toBe(0);
  });

  it('is a community up to a handful, suspicious above, and sure when there are many', () => {
    expect(tradeFinding(5, rules)).toBeUndefined();
    expect(tradeFinding(12, rules)?.strength).toBeLessThan(0.8);
    expect(tradeFinding(20, rules)?.strength).toBeGreaterThan(0.9);
  });
});

describe('how surprising a count is', () => {
  it('is nothing up to what is expected, and grows with what is above', () => {
    expect(surpriseOf({ shared: 3, expected: 3, size: 10 })).toBe(0);
    const [some, more] = [5, 9].map((shared) => surpriseOf({ shared, expected: 3, size: 10 }));
    expect(some).toBeGreaterThan(0);
    expect(more).toBeGreaterThan(some ?? 0);
  });

  it('is the logarithm of the chance when everything happened', () => {
    expect(surpriseOf({ shared: 10, expected: 1, size: 10 })).toBeCloseTo(10 * Math.log(10));
  });
});
