import { Injectable } from '@nestjs/common';
import {
  type AccountId,
  after,
  type ClickId,
  Clock,
  days,
  type FeedSessionId,
  IdempotencyConflict,
  idempotencyKey,
  type MomentId,
  newId,
  NotFound,
  parseInput,
  type ProductId,
} from '@moments/kernel';
import { Database, Events, Settings } from '@moments/platform';
import { z } from 'zod';
import { ProductUnavailable } from '../attribution.errors.js';
import { ClickLimiting } from './click-limiting.js';
import { ClickSigning } from './click-signing.js';
import { cardOpened } from './clicks.events.js';
import { clickWindow, productLinks } from './clicks.settings.js';
import { addClick, lookAtCard, type OpenedCard } from './clicks.store.js';
import { productLink } from './domain/product-link.js';

/** A card that somebody opens. Where it was served is proven before: a click without proof is worth nothing. */
export interface OpenCard {
  /** Nobody when they have not signed in. */
  accountId?: AccountId;
  /** The client's, as the trusted proxy tells it; only a keyed hash of its network is kept. */
  address: string;
  served: { momentId: MomentId; feedSessionId: FeedSessionId; promoted: boolean };
  productId: ProductId;
  idempotencyKey: string;
}

export interface OpenedProduct {
  clickId: ClickId;
  /** The click as the marketplace knows it: signed. */
  clickName: string;
  /** Of the product on the marketplace, with the signed click. */
  url: string;
}

const input = z.object({ idempotencyKey });

/** Takes in what cards are opened. */
@Injectable()
export class ClicksService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly limits: ClickLimiting,
    private readonly signing: ClickSigning,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /**
   * Records a click and says where it leads; repeating a key gives the first click. What purchases it may count for is
   * decided now and goes with it. Throws `InvalidInput`, `TooManyClicks`, `NotFound` unless the moment is published and
   * shows the product, `ProductUnavailable` when that is no longer sold, `IdempotencyConflict`.
   */
  async open(card: OpenCard): Promise<OpenedProduct> {
    const { idempotencyKey: key } = parseInput(input, card);
    const { accountId, served, productId } = card;
    const openerId = accountId ?? served.feedSessionId;
    await this.limits.count({ openerId, address: card.address });
    const look = () =>
      lookAtCard(this.database, { momentId: served.momentId, productId, openerId, idempotencyKey: key });

    const found = await look();
    if (found.earlier) return this.replay(card, found);
    const id = await this.add(card, found);
    // Another device was just writing it.
    return id === undefined ? this.replay(card, await look()) : this.opened(id, found);
  }

  private async add(card: OpenCard, { externalId, creatorId, sellerId, gone }: OpenedCard) {
    if (creatorId === null || externalId === null) throw new NotFound('product card', ['productId']);
    if (gone) throw new ProductUnavailable();
    const window = await this.settings.get(clickWindow);
    const { accountId, served, productId } = card;
    const { momentId, feedSessionId, promoted } = served;
    const id = newId<'click'>();
    const clickedAt = this.clock.now();
    const click = {
      ...{ id, openerId: accountId ?? feedSessionId, accountId, feedSessionId },
      ...{ momentId, productId, sellerId, creatorId, promoted, clickedAt },
      ...{ countsUntil: after(clickedAt, days(window.days)), coversSeller: window.coversSeller },
      ...{ networkKey: this.signing.networkKey(card.address), idempotencyKey: card.idempotencyKey },
    };
    const news = this.events.news(cardOpened, { clickId: id, momentId, productId, sellerId, accountId });
    return (await addClick(this.database, click, news)) ? id : undefined;
  }

  private replay({ served, productId }: OpenCard, found: OpenedCard): Promise<OpenedProduct> {
    const { earlier } = found;
    if (earlier?.momentId !== served.momentId || earlier.productId !== productId) throw new IdempotencyConflict();
    return this.opened(earlier.id, found);
  }

  private async opened(clickId: ClickId, { externalId }: OpenedCard): Promise<OpenedProduct> {
    if (externalId === null) throw new NotFound('product', ['productId']);
    const { template } = await this.settings.get(productLinks);
    const clickName = this.signing.nameOf(clickId);
    return { clickId, clickName, url: productLink(template, { externalId, clickId: clickName }) };
  }
}
