import { describe, expect, it } from '@jest/globals';
import { type CreatorFacts, eligibilityOf, type Requirements, unmet } from './eligibility.js';

const nothing: Requirements = {
  minFollowers: null,
  regions: [],
  category: null,
  maxOpenStrikes: null,
  monetized: false,
};
const everything: Requirements = {
  minFollowers: 1_000,
  regions: ['RU', 'KZ'],
  category: 'Lamps',
  maxOpenStrikes: 1,
  monetized: true,
};
const creator: CreatorFacts = {
  followers: 1_000,
  region: 'RU',
  categories: ['Home', 'Lamps'],
  openStrikes: 1,
  monetized: true,
};

describe('eligibility', () => {
  it('tells of nothing that is not asked for', () => {
    expect(eligibilityOf(nothing, creator)).toEqual([]);
  });

  it('is met by whoever has exactly what is asked for', () => {
    const items = eligibilityOf(everything, creator);
    expect(items.map(({ item }) => item)).toEqual(['followers', 'region', 'category', 'standing', 'monetized']);
    expect(unmet(items)).toEqual([]);
    expect(items[0]).toEqual({ item: 'followers', required: 1_000, current: 1_000, met: true });
  });

  it.each([
    ['followers', { followers: 999 }],
    ['region', { region: 'TR' }],
    ['category', { categories: ['Home'] }],
    ['standing', { openStrikes: 2 }],
    ['monetized', { monetized: false }],
  ])('misses %s alone when that alone is short', (item, short) => {
    expect(unmet(eligibilityOf(everything, { ...creator, ...short }))).toEqual([item]);
  });

  it('of nobody in particular says what is asked for, and nothing about meeting it', () => {
    const items = eligibilityOf(everything, undefined);
    expect(items).toHaveLength(5);
    expect(items.every(({ met, current }) => met === null && current === null)).toBe(true);
    expect(unmet(items)).toEqual([]);
  });
});
