import type { FrameRateFacts, Rational } from './source-facts.js';

const maxRate = 60;
const minRate = 5;
/** Rates that cameras mean when their clocks waver. */
const usualRates = [10, 12, 15, 20, 24, 25, 30, 48, 50, 60];

const valueOf = (rate: Rational): number => rate.num / rate.den;

/**
 * The constant rate that a source is published with: its own when it is even (halved while above 60); when its pictures
 * come unevenly, the usual rate at or just above the one that loses none of them, where that is near its average.
 */
export function outputFrameRate(facts: FrameRateFacts): Rational {
  if (facts.variable && facts.average) return { num: evenedRate(facts.average, facts.base), den: 1 };
  const own = facts.base ?? facts.average;
  if (!own) return { num: 30, den: 1 };

  let rate = own;
  while (valueOf(rate) > maxRate) rate = { num: rate.num, den: rate.den * 2 };
  return valueOf(rate) < minRate ? { num: minRate, den: 1 } : rate;
}

/** All time stamps fit the base; a base far from the average is only the clock of the container. */
function evenedRate(average: Rational, base: Rational | null): number {
  const mean = valueOf(average);
  const finest = base ? valueOf(base) : 0;
  const meant = finest >= mean && finest <= Math.min(maxRate * 1.02, mean * 2.5) ? finest : mean;
  // A little below counts as at: 29.4 pictures a second are a camera's 30 with a few lost.
  return usualRates.find((usual) => usual >= meant * 0.98) ?? maxRate;
}

/** Pictures a second as a number. */
export const framesPerSecond = valueOf;
