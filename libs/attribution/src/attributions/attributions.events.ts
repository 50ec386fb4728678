import type { AccountId, AttributionId, MomentId, ProductId, PurchaseLineId, SellerId } from '@moments/kernel';
import { defineEvent } from '@moments/platform';
import { z } from 'zod';

const units = z.int().min(0);
/** A bigint in decimal digits, in the currency's minor unit. */
const minor = z.string().regex(/^\d+$/);

const change = z.object({
  attributionId: z.uuid().transform((id) => id as AttributionId),
  /** 1, 2, 3 … within the attribution: news may come twice and in another order. */
  version: z.int().min(1),
  lineId: z.uuid().transform((id) => id as PurchaseLineId),
  momentId: z.uuid().transform((id) => id as MomentId),
  creatorId: z.uuid().transform((id) => id as AccountId),
  productId: z.uuid().transform((id) => id as ProductId),
  sellerId: z.uuid().transform((id) => id as SellerId),
  purchasedAt: z.iso.datetime(),
  currency: z.string(),
  /** What has changed, and what it cost. */
  quantity: units,
  amountMinor: minor,
  /** What is owed for afterwards: attributed less returned, of all news together. */
  owed: units,
  owedMinor: minor,
});

/** Units of an order line are owed to a moment, as long as they do not come back. */
export const purchaseAttributed = defineEvent({ name: 'purchase-attributed', payload: change });

/** Units that are owed to a moment are paid, delivered and past the return window. */
export const purchaseConfirmed = defineEvent({ name: 'purchase-confirmed', payload: change });

/**
 * Units are owed to a moment no more: cancelled, returned, or owed to another click after all. `wasConfirmed` when
 * they, all of them, had been confirmed.
 */
export const purchaseReturned = defineEvent({
  name: 'purchase-returned',
  payload: change.extend({ wasConfirmed: z.boolean() }),
});
