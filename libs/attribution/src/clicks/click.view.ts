import type { AccountId, ClickId, FeedSessionId, MomentId, ProductId, SellerId } from '@moments/kernel';

/** One opening of a product card. */
export interface ClickView {
  readonly id: ClickId;
  /** Nobody when whoever opened it had not signed in. */
  readonly accountId?: AccountId;
  readonly feedSessionId: FeedSessionId;
  readonly momentId: MomentId;
  readonly creatorId: AccountId;
  readonly productId: ProductId;
  readonly sellerId: SellerId;
  /** Whether the moment was served because somebody paid for it. */
  readonly promoted: boolean;
  readonly clickedAt: Date;
  /** Until when a purchase may be owed to it: the rule when it was opened. */
  readonly countsUntil: Date;
  /** Whether it may be owed other products of the seller, too: the rule when it was opened. */
  readonly coversSeller: boolean;
  /** Equal for clicks from one network (16 bytes, hex); none once its account is deleted. */
  readonly networkKey?: string;
}
