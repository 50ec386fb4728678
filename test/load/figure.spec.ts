import { describe, expect, it } from '@jest/globals';
import { bounded, figure, summary, table } from './figure.js';

const quick = figure({ name: 'reads', ours: 50, reference: 100, target: 0.5, better: 'higher', unit: 'req/s' });
const slow = bounded({ name: 'statements', ours: 7, bound: 6, unit: '' });
const untold = figure({ name: 'memory', ours: 3, reference: 0, better: 'lower', unit: 'MB' });

describe('the figures of a run', () => {
  it('meet a target that they reach, to the digit, and miss it by the next', () => {
    expect(table([quick])).toContain('| reads | 50 req/s | 100 req/s | 0.500 | ≥ 0.500 ✓ |  |');
    expect(table([{ ...quick, ratio: 0.499 }])).toContain('≥ 0.500 ✗');
    expect(table([slow])).toContain('≤ 1 ✗');
  });

  it('stand in one table with their benchmark, and targets that are met are counted', () => {
    const text = summary([
      { name: 'feed', figures: [quick, untold] },
      { name: 'social', figures: [slow] },
    ]);
    expect(text).toContain('| feed | reads | 50 req/s | 100 req/s | 0.500 | ≥ 0.500 | met |');
    expect(text).toContain('| social | statements | 7  | 6  | 1.167 | ≤ 1 | missed |');
    expect(text).toMatch(/^1 of 2 targets met$/m);
  });

  it('name a benchmark that failed', () => {
    const text = summary([{ name: 'close', figures: [], failure: 'ended with code 1' }]);
    expect(text).toContain('| close | ended with code 1 |  |  |  |  | failed |');
    expect(text).toContain('0 of 0 targets met; failed: close');
  });
});
