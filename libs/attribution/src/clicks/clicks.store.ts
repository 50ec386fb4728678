import type { AccountId, ClickId, FeedSessionId, MomentId, ProductId, SellerId } from '@moments/kernel';
import { type Database, emitting, statement } from '@moments/platform';

/** What a card is opened by: an account, or the feed session of somebody who has not signed in. */
export type OpenerId = AccountId | FeedSessionId;

/** What is known of a card when it is opened. */
export interface OpenedCard {
  /** The product's, as the marketplace calls it; null when there is no such product. */
  externalId: string | null;
  sellerId: SellerId;
  /** No longer sold. */
  gone: boolean;
  /** Null unless the moment is published and shows the product. */
  creatorId: AccountId | null;
  /** What was opened under this key before; null when nothing was. */
  earlier: { id: ClickId; momentId: MomentId; productId: ProductId } | null;
}

// Moments, cards and products are read where they are kept, and written by nobody here.
const look = statement(
  'attribution.look-at-card',
  `select products.external_id as "externalId", products.seller_id as "sellerId", moments.author_id as "creatorId",
          products.deleted_at is not null or sellers.deleted_at is not null as gone,
          case when earlier.id is not null then json_build_object(
            'id', earlier.id, 'momentId', earlier.moment_id, 'productId', earlier.product_id) end as earlier
     from (values (1)) as one
     left join (products join sellers on sellers.id = products.seller_id) on products.id = $2
     left join moments on moments.id = $1 and moments.status = 'PUBLISHED'
       and exists (select from moment_product_cards as cards where cards.moment_id = $1 and cards.product_id = $2)
     left join clicks as earlier on earlier.opener_id = $3 and earlier.idempotency_key = $4`,
);

/** Reads what must be known before a click is recorded; one statement. */
export async function lookAtCard(
  database: Database,
  card: { momentId: MomentId; productId: ProductId; openerId: OpenerId; idempotencyKey: string },
): Promise<OpenedCard> {
  const { momentId, productId, openerId, idempotencyKey } = card;
  const [found] = await database.read<OpenedCard>(look, [momentId, productId, openerId, idempotencyKey]);
  if (!found) throw new Error('a look at a card is one row');
  return found;
}

/** A click that is to be written. */
export interface NewClick {
  id: ClickId;
  openerId: OpenerId;
  accountId: AccountId | undefined;
  feedSessionId: FeedSessionId;
  momentId: MomentId;
  productId: ProductId;
  sellerId: SellerId;
  creatorId: AccountId;
  promoted: boolean;
  clickedAt: Date;
  countsUntil: Date;
  coversSeller: boolean;
  networkKey: Buffer;
  idempotencyKey: string;
}

/*
 * One statement, so that the counters of a card that everybody opens are held no longer than a commit takes: the click
 * unless its key is known, its news, and who has opened what for the first time. A creator who looks at their own cards is
 * a click and counts for nothing.
 */
const add = statement(
  'attribution.add-click',
  `with added as (
     insert into clicks (opener_id, id, account_id, feed_session_id, moment_id, product_id, seller_id, creator_id,
                         promoted, clicked_at, counts_until, covers_seller, network_key, idempotency_key)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
     on conflict do nothing
     returning moment_id, product_id, opener_id, clicked_at, opener_id = creator_id as own),
   told as (select ${emitting(15)} from added),
   counting as (select added.* from added, told where not own),
   of_card as (
     insert into card_openers (moment_id, opener_id, product_id, opened_at)
     select moment_id, opener_id, product_id, clicked_at from counting
     on conflict do nothing returning moment_id),
   of_moment as (
     insert into moment_openers (moment_id, opener_id) select moment_id, opener_id from counting
     on conflict do nothing returning moment_id),
   card as (
     insert into card_counters as counters (moment_id, product_id, opens, openers)
     select moment_id, product_id, 1, (select count(*) from of_card) from counting
     on conflict (moment_id, product_id) do update
       set opens = counters.opens + 1, openers = counters.openers + excluded.openers),
   moment as (
     insert into moment_opener_counters as counters (moment_id, openers) select moment_id, 1 from of_moment
     on conflict (moment_id) do update set openers = counters.openers + 1)
   select from added, told`,
);

/** Writes a click with what it counts; `news` is what `Events.news` gives of it. False when its key is known. */
export async function addClick(database: Database, click: NewClick, news: readonly unknown[]): Promise<boolean> {
  const added = await database.autocommit(add, [
    click.openerId,
    click.id,
    click.accountId ?? null,
    click.feedSessionId,
    click.momentId,
    click.productId,
    click.sellerId,
    click.creatorId,
    click.promoted,
    click.clickedAt,
    click.countsUntil,
    click.coversSeller,
    click.networkKey,
    click.idempotencyKey,
    ...news,
  ]);
  return added.length === 1;
}
