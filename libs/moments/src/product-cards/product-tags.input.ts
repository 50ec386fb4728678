import type { ProductId } from '@moments/kernel';
import { z } from 'zod';
import type { ProductCardLimits } from './product-card.settings.js';

/** A product to be shown, as a client says it; what is left out is not limited. */
export interface ProductTagInput {
  productId: ProductId;
  startMs?: number | null;
  endMs?: number | null;
  x?: number | null;
  y?: number | null;
}

// What a column of type integer holds.
const instantMs = z.number().int().min(0).max(2_147_483_647).nullish();
const share = z.number().min(0).max(1).nullish();

/** Tags of one moment in their order; what they mean together is checked by `checkTags`. */
export const productTags = ({ maxCards }: ProductCardLimits) =>
  z
    .array(
      z
        .object({
          productId: z.uuid().transform((id) => id as ProductId),
          startMs: instantMs,
          endMs: instantMs,
          x: share,
          y: share,
        })
        .transform(({ productId, startMs = null, endMs = null, x = null, y = null }) => ({
          ...{ productId, startMs, endMs, x, y },
        })),
    )
    .max(maxCards, `name at most ${maxCards} products`);
