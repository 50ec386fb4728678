import type { AccountId, CampaignId, MomentId, Problem } from '@moments/kernel';
import type { ImageContent, VideoContent } from '@moments/media';
import type { Disclosure, MomentKind, MomentStatus, Rejection } from './domain/moment.js';
import type { MomentEntity } from './moment.entity.js';

/** A moment as others read it. */
export interface MomentView {
  id: MomentId;
  authorId: AccountId;
  region: string;
  kind: MomentKind;
  status: MomentStatus;
  caption: string;
  hashtags: readonly string[];
  commentsEnabled: boolean;
  /** Of a video moment that is ready. */
  video?: VideoContent;
  /** Of a photo moment that is ready, in their order; empty otherwise. */
  photos: readonly ImageContent[];
  /** Why it will never be ready; only when `FAILED`. `field` points at the upload. */
  failure?: Problem;
  /** Why moderators took it away; only its author and moderators are told. */
  rejection?: Rejection;
  publishAt?: Date;
  /** The order that it was made for. */
  campaignId?: CampaignId;
  /** Whom it advertises for. */
  disclosure?: Disclosure;
  createdAt: Date;
  publishedAt?: Date;
}

export type MomentRow = Omit<MomentEntity, 'idempotencyKey' | 'inputHash' | 'releasedAt' | 'updatedAt' | 'removedAt'>;

export function toMomentView(row: MomentRow): MomentView {
  const media = row.media ?? [];
  return {
    id: row.id,
    authorId: row.authorId,
    region: row.region,
    kind: row.kind,
    status: row.status,
    caption: row.caption,
    hashtags: row.hashtags,
    commentsEnabled: row.commentsEnabled,
    video: media.find((content) => content.kind === 'video'),
    photos: media.flatMap((content) => (content.kind === 'photo' ? [content.image] : [])),
    failure: row.failure ?? undefined,
    rejection: row.rejection ?? undefined,
    publishAt: row.publishAt ?? undefined,
    campaignId: row.campaignId ?? undefined,
    disclosure: row.disclosure ?? undefined,
    createdAt: row.createdAt,
    publishedAt: row.publishedAt ?? undefined,
  };
}
