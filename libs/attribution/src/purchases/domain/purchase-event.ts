import type { AccountId, ClickId, Money } from '@moments/kernel';

export type PurchaseEventType = 'placed' | 'paid' | 'delivered' | 'cancelled' | 'returned';

/** Somebody as another issuer knows them. */
export interface ToldSubject {
  /** The exact `iss` of its tokens. */
  readonly issuer: string;
  /** SHA-256 (hex) of their `sub`. */
  readonly digest: string;
}

/** Who bought, as far as the marketplace says. */
export interface ToldBuyer {
  readonly accountId?: AccountId;
  readonly subject?: ToldSubject;
  /** The card click that led them to the marketplace. */
  readonly clickId?: ClickId;
}

interface PurchaseEventFacts {
  /** Unique among all events; the same event told again has the same. */
  readonly key: string;
  /** Units of the line that it is about. */
  readonly quantity: number;
  readonly occurredAt: Date;
}

/** What happened to an order line. */
export type PurchaseEvent =
  | (PurchaseEventFacts & {
      readonly type: 'placed';
      readonly productExternalId: string;
      readonly unitPrice: Money;
      readonly buyer: ToldBuyer;
    })
  | (PurchaseEventFacts & { readonly type: Exclude<PurchaseEventType, 'placed'>; readonly unitPrice?: Money });

export type PlacedEvent = Extract<PurchaseEvent, { type: 'placed' }>;
