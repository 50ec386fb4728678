import type { AccountId, AttributionId, BusinessDay, Money, MomentId, ProductId } from '@moments/kernel';

/** How an attribution stands after a piece of news. News may come twice and in any order. */
export interface PurchaseNews {
  readonly attributionId: AttributionId;
  /** 1, 2, 3 …: each tells all that is owed after it, so an older one adds nothing to a newer. */
  readonly version: number;
  readonly momentId: MomentId;
  readonly creatorId: AccountId;
  readonly productId: ProductId;
  readonly purchasedAt: Date;
  readonly purchasedOn: BusinessDay;
  /** What the units cost that are owed for afterwards. */
  readonly owed: Money;
  /** All that was owed by then is so for good. */
  readonly confirms: boolean;
}

/** Under what the line of a piece of news is recorded. */
export const commissionKey = (attributionId: AttributionId, version: number): string =>
  `commission:${attributionId}:${version}`;

/** What was heard of an attribution so far. */
export interface Heard {
  readonly version: number;
  readonly confirmedVersion: number;
}

/** What a piece of news changes: whether it says how much is owed, and which lines it confirms. */
export interface Hearing extends Heard {
  readonly isNewest: boolean;
}

/** Takes news in whatever order it comes: the newest says what is owed, the newest that confirms what is for good. */
export const hear = (known: Heard, { version, confirms }: Pick<PurchaseNews, 'version' | 'confirms'>): Hearing => ({
  isNewest: version > known.version,
  version: Math.max(version, known.version),
  confirmedVersion: confirms ? Math.max(version, known.confirmedVersion) : known.confirmedVersion,
});
