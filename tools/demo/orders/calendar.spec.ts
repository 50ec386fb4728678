import { describe, expect, it } from '@jest/globals';
import { campaignStatuses } from '@moments/campaigns';
import { endedBadly } from './ended-badly.js';
import { endedWell } from './ended-well.js';
import { underWay } from './under-way.js';

const all = [...endedWell, ...endedBadly, ...underWay];

describe('the orders of the demo', () => {
  it('end in each state that an order can have', () => {
    expect(new Set(all.map(({ ends }) => ends))).toEqual(new Set(campaignStatuses));
  });

  it('are published while there is still time for the work', () => {
    for (const { terms, days } of all) {
      const first = Math.min(...Object.keys(days).map(Number));
      expect(terms.dueOn).toBeGreaterThan(first);
    }
  });

  it('are over before the demo ends, unless they are under way', () => {
    for (const { terms } of [...endedWell, ...endedBadly]) expect(terms.dueOn).toBeLessThan(20);
  });
});
