import type { AccountId, AttributionId, Money, MomentId, ProductId } from '@moments/kernel';
import type { AttributionState } from './domain/standing.js';

/** A card that the buyer opened on the way to the purchase. */
export interface TouchView {
  readonly momentId: MomentId;
  readonly creatorId: AccountId;
  readonly productId: ProductId;
  readonly clickedAt: Date;
}

/** What somebody bought after opening a card; nothing in it says who. */
export interface AttributionView {
  readonly id: AttributionId;
  readonly momentId: MomentId;
  readonly productId: ProductId;
  readonly state: Exclude<AttributionState, 'SUPERSEDED'>;
  /** Units that were bought. */
  readonly quantity: number;
  /** Units that were cancelled or returned. */
  readonly returnedQuantity: number;
  /** What the units that were kept cost. */
  readonly amount: Money;
  readonly clickedAt: Date;
  readonly purchasedAt: Date;
  /** When it is confirmed, if nothing comes back; undefined while it is not paid or not delivered. */
  readonly confirmsAt?: Date;
  /** The first touch first; the last is the one that counts, unless it was on another product of the seller. */
  readonly trail: readonly TouchView[];
}
