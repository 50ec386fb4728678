import { describe, expect, it } from '@jest/globals';
import type { BusinessDay } from '@moments/kernel';
import { requireRange } from './day-range.js';

const range = (from: string, to: string) => ({ from: from as BusinessDay, to: to as BusinessDay });

describe('a range of days', () => {
  it('is one day or a whole leap year', () => {
    expect(requireRange(range('2028-02-29', '2028-02-29'))).toEqual(range('2028-02-29', '2028-02-29'));
    expect(requireRange(range('2028-01-01', '2028-12-31'))).toEqual(range('2028-01-01', '2028-12-31'));
  });

  it('is never longer, and never ends before it begins', () => {
    expect(() => requireRange(range('2028-01-01', '2029-01-01'))).toThrow('at most 366 days');
    expect(() => requireRange(range('2028-01-02', '2028-01-01'))).toThrow('must not be before from');
  });
});
