import type { AccountId, ClickId, MomentId, ProductId, SellerId } from '@moments/kernel';
import { defineEvent } from '@moments/platform';
import { z } from 'zod';

/** Somebody opened a product card; once for each click. `accountId` is missing when they had not signed in. */
export const cardOpened = defineEvent({
  name: 'card-opened',
  payload: z.object({
    clickId: z.uuid().transform((id) => id as ClickId),
    momentId: z.uuid().transform((id) => id as MomentId),
    productId: z.uuid().transform((id) => id as ProductId),
    sellerId: z.uuid().transform((id) => id as SellerId),
    accountId: z
      .uuid()
      .transform((id) => id as AccountId)
      .optional(),
  }),
});
