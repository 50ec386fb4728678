import { describe, expect, it } from '@jest/globals';
import type { AccountId, MomentId } from '@moments/kernel';
import { passesOver } from './passes-over.js';

const viewerId = '018f2a3b-4c5d-7e6f-8a9b-0c1d2e3f4a5b' as AccountId;
const moments = Array.from(
  { length: 2_000 },
  (_, index) => `018f2a3b-4c5d-7e6f-8a9b-${index.toString(16).padStart(12, '0')}` as MomentId,
);
const servedAt = (weight: number, viewer = viewerId) =>
  moments.filter((momentId) => !passesOver({ viewerId: viewer, momentId }, weight));

describe('moments of an author who weighs less', () => {
  it('are all passed over at a weight of 0, and none at 1', () => {
    expect(servedAt(0)).toEqual([]);
    expect(servedAt(1)).toEqual(moments);
  });

  it.each([0.05, 0.2, 0.5, 0.9])('are served by about a share of %d', (weight) => {
    expect(Math.abs(servedAt(weight).length / moments.length - weight)).toBeLessThan(0.03);
  });

  it('are the same ones every time', () => {
    expect(servedAt(0.2)).toEqual(servedAt(0.2));
  });

  it('that are served at some weight are served at every greater one', () => {
    const more = new Set(servedAt(0.5));
    expect(servedAt(0.2).every((momentId) => more.has(momentId))).toBe(true);
  });

  it('are others for another viewer', () => {
    const other = '018f2a3b-4c5d-7e6f-8a9b-ffffffffffff' as AccountId;
    expect(servedAt(0.2, other)).not.toEqual(servedAt(0.2));
  });
});
