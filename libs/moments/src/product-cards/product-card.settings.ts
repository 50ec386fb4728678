import { defineSetting } from '@moments/platform';
import { z } from 'zod';

/** What a moment may show of products. */
export const productCardLimits = defineSetting({
  name: 'moments.product-cards',
  schema: z.object({ maxCards: z.number().int().min(1).max(100) }),
  fallback: { maxCards: 10 },
});

export type ProductCardLimits = (typeof productCardLimits)['fallback'];
