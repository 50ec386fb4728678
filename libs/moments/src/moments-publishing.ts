import { Injectable } from '@nestjs/common';
import type { AccountId, MomentId, ProductId } from '@moments/kernel';
import type { Tx } from '@moments/platform';
import type { MomentCampaign, MomentStatus } from './domain/moment.js';
import { MomentLifecycle } from './moment-lifecycle.js';
import type { MomentEntity } from './moment.entity.js';
import { lockMoment } from './moments.store.js';
import { taggedProducts } from './product-cards/product-cards.store.js';

/** A moment that was made for an order, held by the transaction, and all that the order asks of it. */
export interface OrderedMoment extends Partial<MomentCampaign> {
  readonly id: MomentId;
  readonly authorId: AccountId;
  readonly status: MomentStatus;
  /** Its own hour, when it has one. */
  readonly publishAt?: Date;
  /** What its cards show. */
  readonly productIds: ReadonlySet<ProductId>;
}

/** What orders do with the moments that were made for them. */
@Injectable()
export class MomentsPublishing {
  constructor(private readonly lifecycle: MomentLifecycle) {}

  /** The moment with its cards; what is decided by it holds until the commit. `undefined` when there is none. */
  async inspect(tx: Tx, momentId: MomentId): Promise<OrderedMoment | undefined> {
    const moment = await lockMoment(tx, momentId);
    return moment ? toOrdered(moment, await taggedProducts(tx, momentId)) : undefined;
  }

  /**
   * Lets out a moment that was made for an order: it is published at once, or at its own hour when that is later. Done
   * again changes nothing. False when it can be published no more: its author or moderators took it away.
   */
  async release(tx: Tx, momentId: MomentId): Promise<boolean> {
    const moment = await lockMoment(tx, momentId);
    if (!moment || gone.includes(moment.status)) return false;
    await this.lifecycle.release(tx, moment);
    return true;
  }
}

const gone: readonly MomentStatus[] = ['FAILED', 'REJECTED', 'REMOVED'];

const toOrdered = (moment: MomentEntity, productIds: ReadonlySet<ProductId>): OrderedMoment => ({
  ...{ id: moment.id, authorId: moment.authorId, status: moment.status, productIds },
  publishAt: moment.publishAt ?? undefined,
  campaignId: moment.campaignId ?? undefined,
  disclosure: moment.disclosure ?? undefined,
});
