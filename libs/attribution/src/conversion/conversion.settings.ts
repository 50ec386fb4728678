import { defineSetting } from '@moments/platform';
import { z } from 'zod';

const prior = z.object({
  /** The share of openers who buy. */
  rate: z.number().min(0).max(1),
  /** How many openers this is worth. */
  weight: z.number().positive().max(1_000_000),
});

/** What conversion is taken to be before it is counted: of everything, and of categories by their names. */
export const conversionPriors = defineSetting({
  name: 'attribution.conversion-priors',
  schema: z.object({ overall: prior, categories: z.record(z.string(), prior) }),
  fallback: { overall: { rate: 0.02, weight: 50 }, categories: {} },
});
