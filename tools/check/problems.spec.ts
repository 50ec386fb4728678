import { describe, expect, it } from '@jest/globals';
import { unlike } from './problems.js';

describe('what a check reports of the folder of violations', () => {
  const lines = ['Unused exports (2)', 'a.ts: one', 'b.ts: two'];

  it('is in order when exactly that is reported, whatever the headings', () => {
    expect(unlike(['b.ts: two', 'a.ts: one'], lines, 'knip')).toEqual([]);
  });

  it('is a problem when something is not reported, or something else is', () => {
    expect(unlike(['a.ts: one', 'c.ts: three'], lines, 'knip')).toEqual([
      'knip does not report c.ts: three',
      'knip reports b.ts: two, too',
    ]);
    expect(unlike(['a.ts: one'], [], 'knip')).toHaveLength(1);
  });
});
