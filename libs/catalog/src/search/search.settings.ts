import { defineSetting } from '@moments/platform';
import { z } from 'zod';

/** What a search for products may cost. */
export const searchLimits = defineSetting({
  name: 'catalog.search',
  schema: z.strictObject({
    /** Of a query; further words are not looked for. */
    words: z.int().min(1).max(50),
    /** How many products that match are ranked. */
    candidates: z.int().min(100).max(500_000),
  }),
  fallback: { words: 16, candidates: 50_000 },
});
