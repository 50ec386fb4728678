import { Injectable } from '@nestjs/common';
import { type AccountId, type AssetId, Clock, type MomentId } from '@moments/kernel';
import { AssetsService } from '@moments/media';
import { afterCommit, Database, type EventDefinition, Events, Jobs, LiveNews, rows, type Tx } from '@moments/platform';
import { mayBecome, type MomentStatus } from './domain/moment.js';
import { settle } from './domain/settle.js';
import { MomentEntity } from './moment.entity.js';
import { momentChanged, momentFailed, momentPublished, momentRemoved, momentRestored } from './moments.events.js';
import { publicationKey, publishMoment } from './moments.jobs.js';
import { assetIdsOf, lockMoment, momentOfAsset } from './moments.store.js';
import { publishCards, replaceCards } from './product-cards/product-cards.store.js';
import { fitCards } from './product-cards/tag-moment.js';

const isReleased = ({ campaignId, releasedAt }: Pick<MomentEntity, 'campaignId' | 'releasedAt'>): boolean =>
  campaignId === null || releasedAt !== null;

type MomentEvent = EventDefinition<{ momentId: MomentId; authorId: AccountId }>;

const removedAtOnce = 100;

/** How a moment goes from one status to another. Every step locks the moment, and done again changes nothing. */
@Injectable()
export class MomentLifecycle {
  constructor(
    private readonly database: Database,
    private readonly assets: AssetsService,
    private readonly events: Events,
    private readonly jobs: Jobs,
    private readonly news: LiveNews,
    private readonly clock: Clock,
  ) {}

  /** Acts on what has become of one of a moment's assets. */
  async settleByAsset(assetId: AssetId): Promise<void> {
    await this.database.transaction(async (tx) => {
      const momentId = await momentOfAsset(tx, assetId);
      const moment = momentId && (await lockMoment(tx, momentId));
      if (moment?.status !== 'PROCESSING') return;
      await this.settle(tx, moment);
    });
  }

  /** Publishes a moment whose hour has come by the queue's clock; this machine's may be a little behind. */
  async publishDue(momentId: MomentId): Promise<void> {
    await this.database.transaction(async (tx) => {
      const moment = await lockMoment(tx, momentId);
      if (moment?.status === 'DRAFT' && isReleased(moment)) await this.become(tx, moment, 'PUBLISHED', {});
    });
  }

  /** Does what should have been done long ago: settles a moment in PROCESSING, publishes a draft whose hour has come. */
  async catchUp(momentId: MomentId): Promise<void> {
    await this.database.transaction(async (tx) => {
      const moment = await lockMoment(tx, momentId);
      if (moment?.status === 'PROCESSING') await this.settle(tx, moment);
      const due = moment?.publishAt && moment.publishAt <= this.clock.now();
      if (moment?.status === 'DRAFT' && due && isReleased(moment)) await this.become(tx, moment, 'PUBLISHED', {});
    });
  }

  /** Takes a locked moment away: its words at once, what is stored of it by a job. */
  async remove(tx: Tx, moment: MomentEntity): Promise<MomentEntity> {
    if (moment.status === 'REMOVED') return moment;
    const gone = { caption: '', hashtags: [], media: null, rejection: null, removedAt: this.clock.now() };
    const removed = await this.become(tx, moment, 'REMOVED', gone);
    await replaceCards(tx, moment, []);
    await this.assets.remove(tx, await assetIdsOf(tx, moment.id));
    await this.jobs.cancel(tx, publicationKey(moment.id));
    await this.events.emit(tx, momentRemoved, { momentId: moment.id, authorId: moment.authorId });
    return removed;
  }

  /** Takes away every moment of an author, some at a time. */
  async removeAllOf(authorId: AccountId): Promise<void> {
    for (;;) {
      const removed = await this.database.transaction(async (tx) => {
        const ids = await rows<{ id: MomentId }>(
          tx,
          `select id from moments where author_id = $1 and status <> 'REMOVED' order by id limit ${removedAtOnce} for update`,
          [authorId],
        );
        for (const { id } of ids) {
          const moment = await lockMoment(tx, id);
          if (moment) await this.remove(tx, moment);
        }
        return ids.length;
      });
      if (removed < removedAtOnce) return;
    }
  }

  /** Announces something of a moment to the libs above, and to whoever looks at it right now. */
  async tell(tx: Tx, event: MomentEvent, { id, authorId, status }: MomentEntity): Promise<void> {
    await this.events.emit(tx, event, { momentId: id, authorId });
    afterCommit(tx, () => this.news.publish(momentChanged, id, { status }));
  }

  private async settle(tx: Tx, moment: MomentEntity): Promise<void> {
    const assetIds = await assetIdsOf(tx, moment.id);
    const found = new Map((await this.assets.byIds(tx, assetIds)).map((asset) => [asset.id, asset]));
    const assets = assetIds.map((id) => found.get(id));
    const waits = { publishAt: moment.publishAt, released: isReleased(moment) };
    const settlement = settle(assets, waits, this.clock.now());
    switch (settlement.outcome) {
      case 'waiting':
        return;
      case 'failed':
        await this.become(tx, moment, 'FAILED', { failure: settlement.failure });
        await this.events.emit(tx, momentFailed, { momentId: moment.id, authorId: moment.authorId });
        // Nothing will ever be shown of the others either.
        await this.assets.remove(tx, assetIds);
        return;
      case 'ready':
        await fitCards(tx, moment, settlement.contents);
        await this.become(tx, moment, settlement.status, { media: settlement.contents });
        if (settlement.status === 'DRAFT' && isReleased(moment)) await this.schedule(tx, moment);
    }
  }

  /**
   * Lets out a locked moment that was made for an order: it is published once it is ready and its own hour has come. Done
   * again changes nothing.
   */
  async release(tx: Tx, moment: MomentEntity): Promise<void> {
    if (isReleased(moment)) return;
    const now = this.clock.now();
    await tx.update(MomentEntity, { id: moment.id }, { releasedAt: now });
    moment.releasedAt = now;
    if (moment.status !== 'DRAFT') return;
    if (moment.publishAt && moment.publishAt > now) await this.schedule(tx, moment);
    else await this.become(tx, moment, 'PUBLISHED', {});
  }

  private async schedule(tx: Tx, { id, publishAt }: MomentEntity): Promise<void> {
    const runAt = publishAt ?? this.clock.now();
    await this.jobs.enqueue(tx, publishMoment, { momentId: id }, { runAt, key: publicationKey(id) });
  }

  /** Puts a locked moment into another status. Throws when that is not a way a moment can go. */
  async become(
    tx: Tx,
    moment: MomentEntity,
    status: MomentStatus,
    change: Partial<MomentEntity>,
  ): Promise<MomentEntity> {
    if (!mayBecome(moment.status, status)) throw new Error(`a moment cannot go from ${moment.status} to ${status}`);
    const now = this.clock.now();
    const published = status === 'PUBLISHED' ? { publishedAt: moment.publishedAt ?? now } : {};
    const changes = { ...change, ...published, status, updatedAt: now };
    const { id, authorId } = moment;
    await tx.update(MomentEntity, { id }, changes);
    if (status === 'PUBLISHED') {
      if (!moment.publishedAt) await publishCards(tx, id, now);
      const event = moment.publishedAt ? momentRestored : momentPublished;
      await this.events.emit(tx, event, { momentId: id, authorId });
    }
    afterCommit(tx, () => this.news.publish(momentChanged, id, { status }));
    return Object.assign(moment, changes);
  }
}
