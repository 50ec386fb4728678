import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { framesPerSecond, outputFrameRate } from './frame-rate.js';

const even = (num: number, den = 1) => ({ average: { num, den }, base: { num, den }, variable: false });
const uneven = (average: number) => ({
  average: { num: Math.round(average * 1000), den: 1000 },
  base: { num: 90_000, den: 1 },
  variable: true,
});

describe('outputFrameRate', () => {
  it.each([
    [24, 1, 24, 1],
    [30_000, 1001, 30_000, 1001],
    [60, 1, 60, 1],
    [61, 1, 61, 2],
    [120, 1, 120, 2],
    [240, 1, 240, 4],
    [1, 1, 5, 1],
    [5, 1, 5, 1],
  ])('keeps an even rate, halves one above 60, lifts one below 5: %s/%s → %s/%s', (num, den, outNum, outDen) => {
    expect(outputFrameRate(even(num, den))).toEqual({ num: outNum, den: outDen });
  });

  it.each([
    [27.02, 30],
    [29.5, 30],
    [29.3, 30],
    [30.5, 30],
    [30.7, 48],
    [24.4, 24],
    [59.2, 60],
    [75, 60],
    [3, 10],
  ])('gives uneven pictures the usual rate that loses none: %s → %s', (average, rate) => {
    expect(outputFrameRate(uneven(average))).toEqual({ num: rate, den: 1 });
  });

  it.each([
    [21, 30, 30],
    [27, 30.01, 30],
    [10.7, 15, 15],
    [12, 30, 30],
    [11.9, 30, 12],
    [30, 24.1, 30],
  ])('prefers the rate that all time stamps fit, where it is near: average %s, base %s → %s', (average, base, rate) => {
    const facts = { ...uneven(average), base: { num: Math.round(base * 1000), den: 1000 } };
    expect(outputFrameRate(facts)).toEqual({ num: rate, den: 1 });
  });

  it('takes 30 when the file says nothing', () => {
    expect(outputFrameRate({ average: null, base: null, variable: false })).toEqual({ num: 30, den: 1 });
  });

  it('always stays between 5 and 60', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.integer({ min: 1, max: 10_000 }),
        fc.boolean(),
        (num, den, variable) => {
          const rate = framesPerSecond(outputFrameRate({ average: { num, den }, base: { num, den }, variable }));
          expect(rate >= 5 && rate <= 60).toBe(true);
        },
      ),
    );
  });
});
