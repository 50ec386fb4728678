import type { FrameRateFacts, Rational } from './source-facts.js';

const maxRate = 60;
const minRate = 5;
/** Rates that cameras mean when their clocks waver. */
const usualRates = [10, 12, 15, 20, 24, 25, 30, 48, 50, 60];

const valueOf = (rate: Rational): number => rate.num / rate.den;

/**
 * The constant rate that a source is published with: its own when it is even (halved while above 60), the usual rate
 * at or just above its average when its pictures come unevenly.
 */
export function outputFrameRate(facts: FrameRateFacts): Rational {
  const own = facts.variable ? facts.average : (facts.base ?? facts.average);
  if (!own) return { num: 30, den: 1 };
  if (facts.variable) return { num: usualAtLeast(valueOf(own)), den: 1 };

  let rate = own;
  while (valueOf(rate) > maxRate) rate = { num: rate.num, den: rate.den * 2 };
  return valueOf(rate) < minRate ? { num: minRate, den: 1 } : rate;
}

// A little below counts as at: 29.4 pictures a second are a camera's 30 with a few lost.
const usualAtLeast = (rate: number): number => usualRates.find((usual) => usual >= rate * 0.98) ?? maxRate;

/** Pictures a second as a number. */
export const framesPerSecond = valueOf;
