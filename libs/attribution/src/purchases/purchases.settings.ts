import { defineSetting } from '@moments/platform';
import { z } from 'zod';

const returnDays = z.int().min(0).max(365);

/**
 * How long after it was delivered a product may come back. A line keeps the days of when its product was first known: a
 * change is for what is bought later.
 */
export const returnWindows = defineSetting({
  name: 'attribution.return-windows',
  schema: z.object({
    days: returnDays,
    /** By the name of a category; of a product's categories the narrowest that is named here counts. */
    ofCategory: z.record(z.string().min(1).max(200), returnDays),
  }),
  fallback: {
    days: 14,
    ofCategory: {
      "women's clothing": 30,
      "men's clothing": 30,
      "women's shoes": 30,
      "men's shoes": 30,
      "kids' fashion": 30,
    },
  },
});

/** What tells that buyer and creator live together. */
export const households = defineSetting({
  name: 'attribution.households',
  schema: z.object({
    /** How long before a click its creator may have used the same network; 0 asks nothing. */
    days: z.int().min(0).max(365),
  }),
  fallback: { days: 30 },
});
