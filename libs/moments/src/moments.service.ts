import { Injectable } from '@nestjs/common';
import { requireActive, Rollout } from '@moments/identity';
import {
  type AccountId,
  Clock,
  IdempotencyConflict,
  type MomentId,
  newId,
  NotFound,
  parseInput,
  type UploadId,
} from '@moments/kernel';
import { AssetsService } from '@moments/media';
import { Database, inputHash, Settings } from '@moments/platform';
import { hashtagsOf } from './domain/hashtags.js';
import { editable, type MomentKind } from './domain/moment.js';
import { changedMoment, checkSchedule, type MomentTies, newMoment } from './moment-input.js';
import { MomentLifecycle } from './moment-lifecycle.js';
import { type MomentLimits, momentSettings } from './moment-settings.js';
import { MomentAssetEntity, MomentEntity } from './moment.entity.js';
import { type MomentView, toMomentView } from './moment.view.js';
import { MomentClosed, UnfitUploads } from './moments.errors.js';
import { momentUpdated } from './moments.events.js';
import { lockMoment, lockMomentsOf } from './moments.store.js';
import { productCardLimits } from './product-cards/product-card.settings.js';
import { tagMoment } from './product-cards/tag-moment.js';

/** A moment as its author wants it. */
export interface CreateMoment extends MomentTies {
  author: { accountId: AccountId; region: string };
  /** One video, or photos in their order. */
  uploadIds: readonly UploadId[];
  caption: string;
  /** True unless told. */
  commentsEnabled?: boolean | null;
  /** As soon as it is ready unless told. */
  publishAt?: Date | null;
  idempotencyKey: string;
}

export interface UpdateMoment extends Pick<MomentTies, 'productTags'> {
  accountId: AccountId;
  momentId: MomentId;
  caption?: string | null;
  commentsEnabled?: boolean | null;
}

/** What authors do with their moments. */
@Injectable()
export class MomentsService {
  constructor(
    private readonly database: Database,
    private readonly rollout: Rollout,
    private readonly settings: Settings,
    private readonly assets: AssetsService,
    private readonly lifecycle: MomentLifecycle,
    private readonly clock: Clock,
  ) {}

  /**
   * Makes a moment of completed uploads; it is published by itself once they are processed and its hour has come, or,
   * when it is made for an order, once that lets it out.
   * Repeating a key gives the first moment. Throws `FeatureNotAvailable`, `AccountGone`, `AccountSuspended`,
   * `NotFound` for a product that is not sold, `InvalidInput`, `IdempotencyConflict`, `UnfitUploads`, and what `AssetsService.process` says of the uploads.
   */
  async create({ author, campaign, ...input }: CreateMoment): Promise<MomentView> {
    await this.rollout.require(author, 'MOMENTS');
    const limits = await this.settings.get(momentSettings);
    const cards = await this.settings.get(productCardLimits);
    const { idempotencyKey, ...wanted } = parseInput(newMoment(limits, cards), input);
    const hash = inputHash({ ...wanted, campaignId: campaign?.campaignId });
    const authorId = author.accountId;
    const now = this.clock.now();
    const known = campaign && (await this.known(authorId, idempotencyKey));
    if (known) return replay(known, hash);
    const disclosure = (await campaign?.disclosure()) ?? null;
    return this.database.transaction(async (tx) => {
      // What goes with an account is looked for once, when it is deleted: nothing may be added after that.
      await requireActive(tx, authorId);
      await lockMomentsOf(tx, authorId);
      const earlier = await tx.findOneBy(MomentEntity, { authorId, idempotencyKey });
      if (earlier) return replay(earlier, hash);
      checkSchedule(wanted.publishAt, now, limits);

      const uploads = { ownerId: authorId, uploadIds: wanted.uploadIds, field: 'uploadIds' };
      const assets = await this.assets.process(tx, { ...uploads, purposes: ['VIDEO', 'PHOTO'] });
      const { caption, commentsEnabled, publishAt } = wanted;
      const moment: MomentEntity = {
        ...{
          id: newId<'moment'>(),
          authorId,
          region: author.region,
          kind: kindOf(assets, limits),
          status: 'PROCESSING',
        },
        ...{ caption, hashtags: hashtagsOf(caption), commentsEnabled, publishAt, idempotencyKey, inputHash: hash },
        ...{ createdAt: now, updatedAt: now, publishedAt: null, removedAt: null },
        ...{ media: null, failure: null, rejection: null },
        ...{ campaignId: campaign?.campaignId ?? null, disclosure, releasedAt: null },
      };
      await tx.insert(MomentEntity, moment);
      await tx.insert(
        MomentAssetEntity,
        assets.map(({ id: assetId }, position) => ({ assetId, momentId: moment.id, position })),
      );
      if (wanted.productTags) await tagMoment(tx, moment, wanted.productTags);
      return toMomentView(moment);
    });
  }

  /** Asked before the order is: by now the work may be handed in, and nothing can be made for it any more. */
  private known(authorId: AccountId, idempotencyKey: string): Promise<MomentEntity | null> {
    return this.database.transaction((tx) => tx.findOneBy(MomentEntity, { authorId, idempotencyKey }));
  }

  /**
   * Changes the words, the switches or the products; hashtags follow the caption, products that are given take the place
   * of all that there were. Throws `NotFound`, `InvalidInput`, `MomentClosed`.
   */
  async update({ accountId, momentId, ...input }: UpdateMoment): Promise<MomentView> {
    const limits = await this.settings.get(momentSettings);
    const changes = parseInput(changedMoment(limits, await this.settings.get(productCardLimits)), input);
    return this.database.transaction(async (tx) => {
      const moment = await lockMoment(tx, momentId);
      if (moment?.authorId !== accountId || moment.status === 'REMOVED') throw new NotFound('moment', ['momentId']);
      if (!editable.includes(moment.status)) throw new MomentClosed(moment.status);
      const caption = changes.caption ?? moment.caption;
      const commentsEnabled = changes.commentsEnabled ?? moment.commentsEnabled;
      const change = { caption, hashtags: hashtagsOf(caption), commentsEnabled, updatedAt: this.clock.now() };
      await tx.update(MomentEntity, { id: momentId }, change);
      if (changes.productTags) await tagMoment(tx, moment, changes.productTags);
      await this.lifecycle.tell(tx, momentUpdated, moment);
      return toMomentView(Object.assign(moment, change));
    });
  }

  /** Takes a moment away for good, with everything that was stored of it; again changes nothing. Throws `NotFound`. */
  async remove({ accountId, momentId }: { accountId: AccountId; momentId: MomentId }): Promise<MomentView> {
    return this.database.transaction(async (tx) => {
      const moment = await lockMoment(tx, momentId);
      if (moment?.authorId !== accountId) throw new NotFound('moment', ['momentId']);
      return toMomentView(await this.lifecycle.remove(tx, moment));
    });
  }
}

function replay(earlier: MomentEntity, hash: string): MomentView {
  if (earlier.inputHash !== hash) throw new IdempotencyConflict();
  return toMomentView(earlier);
}

function kindOf(assets: readonly { kind: 'video' | 'photo' }[], { maxPhotos }: MomentLimits): MomentKind {
  const videos = assets.filter(({ kind }) => kind === 'video').length;
  if (videos === 0) return 'PHOTO';
  if (videos === 1 && assets.length === 1) return 'VIDEO';
  throw new UnfitUploads(maxPhotos);
}
