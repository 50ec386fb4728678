import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Cluster, excessOf, honestAtMost } from './cluster.js';
import { clusterFinding, type KindOfCluster } from './cluster-finding.js';

const rules = {
  viewers: 8,
  spread: 4,
  affinity: 4,
  floor: 0.005,
  audience: 0.95,
  night: 0.85,
  network: 0.75,
  cohort: 0.75,
};
const usually = (observed: number, members = 400): Cluster => ({ members, observed, usual: 0.05, deviation: 0.01 });

describe('a cluster of viewers', () => {
  it('of what is usual, and of some more than that, says nothing', () => {
    expect(excessOf(usually(20), rules)).toBe(0);
    expect(excessOf(usually(55), rules)).toBe(0);
  });

  it('far above what is usual is bought for the most part', () => {
    expect(excessOf(usually(300), rules)).toBeGreaterThan(0.8);
  });

  it('of fewer viewers than make one says nothing, however unusual they are', () => {
    const unusual = { members: 10, usual: 0, deviation: 0 };
    expect(excessOf({ ...unusual, observed: 7 }, rules)).toBe(0);
    expect(excessOf({ ...unusual, observed: 8 }, rules)).toBeGreaterThan(0.7);
  });

  it('may be several times the usual where there is nothing to compare it with', () => {
    const network = { members: 200, usual: 0.05 };
    expect(excessOf({ ...network, observed: 40 }, rules)).toBe(0);
    expect(excessOf({ ...network, observed: 180 }, rules)).toBeGreaterThan(0.5);
  });

  it('that is a part of a million in an audience of thousands is nobody to look for', () => {
    expect(excessOf({ members: 3_000, observed: 15, usual: 0, deviation: 0 }, rules)).toBe(0);
  });

  it('never accuses more of its members than are above what may be honest', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), share, share, share, (members, part, usual, deviation) => {
        const cluster = { members, observed: Math.round(members * part), usual, deviation };
        const excess = excessOf(cluster, rules);
        expect(excess).toBeGreaterThanOrEqual(0);
        expect(excess).toBeLessThan(1);
        expect(excess * cluster.observed).toBeLessThanOrEqual(
          Math.max(0, cluster.observed - honestAtMost(cluster, rules)) + 1e-6,
        );
      }),
    );
  });
});

describe('what a cluster says', () => {
  const cluster: KindOfCluster = {
    ...usually(300),
    kind: 'audience',
    creatorId: null,
    traits: { age: 1, size: 0, focus: null },
  };

  it('is told with what was seen, what was expected and by what its viewers are alike', () => {
    expect(clusterFinding(cluster, rules)).toMatchObject({
      family: 'audience',
      rule: 'audience_alike',
      seen: { members: 400, observed: 300, age: 1, size: 0 },
    });
    expect(clusterFinding(cluster, rules)?.seen).not.toHaveProperty('focus');
  });

  it('is never more than its kind may say alone', () => {
    const network = { members: 1_000, observed: 1_000, usual: 0.000_1, traits: {}, kind: 'network' as const };
    const found = clusterFinding({ ...network, creatorId: 'somebody' }, rules);
    expect(found?.rule).toBe('network_of_one_creator');
    expect(found?.strength).toBeGreaterThan(0.7);
    expect(found?.strength).toBeLessThanOrEqual(0.75);
  });

  it('is left out when it is next to nothing', () => {
    expect(clusterFinding({ ...cluster, ...usually(60) }, rules)).toBeUndefined();
  });
});
