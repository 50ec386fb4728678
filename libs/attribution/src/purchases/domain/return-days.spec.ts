import { describe, expect, it } from '@jest/globals';
import { returnDaysOf } from './return-days.js';

describe('the days in which a product may come back', () => {
  const windows = { days: 14, ofCategory: { Clothing: 30, Underwear: 0 } };

  it.each([
    [[], 14],
    [['Books'], 14],
    [['Clothing'], 30],
    [['Clothing', 'Shirts'], 30],
    [['Clothing', 'Underwear'], 0],
    [['constructor'], 14],
  ])('of %j are %i', (category, days) => expect(returnDaysOf(category, windows)).toBe(days));
});
