import type { AccountId, ClickId, FeedSessionId, MomentId, ProductId, SellerId } from '@moments/kernel';
import type { ToldBuyer } from '../../purchases/domain/purchase-event.js';

/** A card click of the buyer. */
export interface Touch {
  readonly clickId: ClickId;
  /** The account that clicked, or the feed session of somebody who had not signed in. */
  readonly openerId: AccountId | FeedSessionId;
  readonly momentId: MomentId;
  readonly creatorId: AccountId;
  readonly productId: ProductId;
  readonly sellerId: SellerId;
  readonly clickedAt: Date;
  /** Until when a purchase may be owed to it: the rule when it was opened. */
  readonly countsUntil: Date;
  /** Whether it may be owed other products of the seller, too: the rule when it was opened. */
  readonly coversSeller: boolean;
  /** Equal for clicks from one network. */
  readonly networkKey?: string;
}

/** What was bought, by whom, when. */
export interface Purchase {
  readonly buyerId?: AccountId;
  readonly productId: ProductId;
  readonly sellerId: SellerId;
  readonly placedAt: Date;
}

/** Whose clicks are the buyer's. */
export interface Buyer {
  readonly accountId?: AccountId;
  /** A feed session in which they had not signed in. */
  readonly anonymous?: FeedSessionId;
}

/** A click by its id, with who made it. */
export interface NamedClick {
  readonly accountId?: AccountId;
  readonly feedSessionId: FeedSessionId;
}

/**
 * Who the buyer is: the account that was told of; when none was, the one that made the click. A click that another
 * account made says nothing of them: somebody was sent a link.
 */
export function buyerOf(told: ToldBuyer, known: { accountId?: AccountId; click?: NamedClick }): Buyer {
  const accountId = told.accountId ?? known.accountId;
  const { click } = known;
  if (!click) return { accountId };
  if (click.accountId === undefined) return { accountId, anonymous: click.feedSessionId };
  const isNamed = accountId !== undefined || told.subject !== undefined;
  return { accountId: isNamed ? accountId : click.accountId };
}

/** Touches that the purchase could be owed to, first touch first: before it, in force, and not of the buyer's own moment. */
export const touchesBefore = ({ buyerId, placedAt, ...bought }: Purchase, touches: readonly Touch[]): Touch[] =>
  touches
    .filter(
      (touch) =>
        touch.clickedAt <= placedAt &&
        touch.countsUntil >= placedAt &&
        touch.creatorId !== buyerId &&
        (touch.productId === bought.productId || (touch.sellerId === bought.sellerId && touch.coversSeller)),
    )
    .sort((a, b) => a.clickedAt.getTime() - b.clickedAt.getTime() || (a.clickId < b.clickId ? -1 : 1));

/**
 * The click that a purchase is owed to: the buyer's last one on the same product; when there is none, the last one on
 * another product of the seller that was opened while those counted.
 */
export function lastTouch(purchase: Purchase, touches: readonly Touch[]): Touch | undefined {
  const before = touchesBefore(purchase, touches);
  return before.findLast(({ productId }) => productId === purchase.productId) ?? before.at(-1);
}
