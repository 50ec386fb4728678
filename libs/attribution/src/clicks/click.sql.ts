import type { AccountId, ClickId, FeedSessionId, MomentId, ProductId, SellerId } from '@moments/kernel';
import type { ClickView } from './click.view.js';

/** The columns of `clicks` that {@link toClickView} reads. */
export const clickColumns = `clicks.id, clicks.account_id as "accountId", clicks.feed_session_id as "feedSessionId",
  clicks.moment_id as "momentId", clicks.creator_id as "creatorId", clicks.product_id as "productId",
  clicks.seller_id as "sellerId", clicks.promoted, clicks.clicked_at as "clickedAt",
  clicks.counts_until as "countsUntil", clicks.covers_seller as "coversSeller",
  encode(clicks.network_key, 'hex') as "networkKey"`;

export interface ClickRow {
  id: ClickId;
  accountId: AccountId | null;
  feedSessionId: FeedSessionId;
  momentId: MomentId;
  creatorId: AccountId;
  productId: ProductId;
  sellerId: SellerId;
  promoted: boolean;
  clickedAt: Date;
  countsUntil: Date;
  coversSeller: boolean;
  networkKey: string | null;
}

export const toClickView = ({ accountId, networkKey, ...row }: ClickRow): ClickView => ({
  ...row,
  accountId: accountId ?? undefined,
  networkKey: networkKey ?? undefined,
});
