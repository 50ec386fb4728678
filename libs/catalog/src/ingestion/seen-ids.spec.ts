import { describe, expect, it } from '@jest/globals';
import { SeenIds } from './seen-ids.js';

describe('ids that were seen', () => {
  it('are remembered with the line on which they were last', () => {
    const seen = new SeenIds();
    expect(seen.see('a', 1)).toBeUndefined();
    expect(seen.see('b', 2)).toBeUndefined();
    expect(seen.see('a', 3)).toBe(1);
    expect(seen.see('a', 4)).toBe(3);
  });

  it('are never taken for others, among two hundred thousand', () => {
    const seen = new SeenIds();
    const mistaken = Array.from({ length: 200_000 }, (_, at) => seen.see(`sku-${at}`, at + 1)).filter(
      (line) => line !== undefined,
    );
    expect(mistaken).toEqual([]);
  });

  it('are mostly remembered while they are fewer than the places', () => {
    const seen = new SeenIds();
    const ids = Array.from({ length: 100_000 }, (_, at) => `B0${at.toString(36)}`);
    ids.forEach((id, at) => seen.see(id, at + 1));
    const known = ids.filter((id) => seen.see(id, 1) !== undefined).length;
    expect(known).toBeGreaterThan(90_000);
  });
});
