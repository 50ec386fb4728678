import type { AccountId, AssetId, CampaignId, MomentId, Problem } from '@moments/kernel';
import type { AssetContent } from '@moments/media';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Disclosure, MomentKind, MomentStatus, Rejection } from './domain/moment.js';

/** One post. */
@Entity('moments')
export class MomentEntity {
  @PrimaryColumn({ type: 'uuid' }) id!: MomentId;
  @Column({ type: 'uuid' }) authorId!: AccountId;
  /** The author's when it was made, ISO 3166 alpha-2. */
  @Column({ type: 'text' }) region!: string;
  @Column({ type: 'text' }) kind!: MomentKind;
  @Column({ type: 'text' }) status!: MomentStatus;
  @Column({ type: 'text' }) caption!: string;
  @Column({ type: 'text', array: true }) hashtags!: string[];
  @Column({ type: 'boolean' }) commentsEnabled!: boolean;
  /** The assets' content in their order, copied once all are ready. */
  @Column({ type: 'jsonb', nullable: true }) media!: AssetContent[] | null;
  @Column({ type: 'jsonb', nullable: true }) failure!: Problem | null;
  /** What moderators said when they took it away; stays while that is appealed. */
  @Column({ type: 'jsonb', nullable: true }) rejection!: Rejection | null;
  @Column({ type: 'text' }) idempotencyKey!: string;
  @Column({ type: 'text' }) inputHash!: string;
  /** When it shall be published; null for as soon as it is ready. */
  @Column({ type: 'timestamptz', nullable: true }) publishAt!: Date | null;
  /** The order that it is made for. */
  @Column({ type: 'uuid', nullable: true }) campaignId!: CampaignId | null;
  @Column({ type: 'jsonb', nullable: true }) disclosure!: Disclosure | null;
  /** When its order let it out; it is not published before. */
  @Column({ type: 'timestamptz', nullable: true }) releasedAt!: Date | null;
  @Column({ type: 'timestamptz' }) createdAt!: Date;
  @Column({ type: 'timestamptz' }) updatedAt!: Date;
  @Column({ type: 'timestamptz', nullable: true }) publishedAt!: Date | null;
  @Column({ type: 'timestamptz', nullable: true }) removedAt!: Date | null;
}

/** Which assets a moment is made of, in which order. */
@Entity('moment_assets')
export class MomentAssetEntity {
  @PrimaryColumn({ type: 'uuid' }) assetId!: AssetId;
  @Column({ type: 'uuid' }) momentId!: MomentId;
  @Column({ type: 'smallint' }) position!: number;
}
