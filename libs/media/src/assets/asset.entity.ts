import type { AccountId, AssetId, Problem, UploadId } from '@moments/kernel';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { AssetKind, AssetStatus, AssetView } from './domain/asset.js';
import type { AssetContent } from './domain/asset-content.js';

/** One video or photo that is, or will be, made of an upload. */
@Entity('assets')
export class AssetEntity {
  @PrimaryColumn({ type: 'uuid' }) id!: AssetId;
  @Column({ type: 'uuid' }) uploadId!: UploadId;
  @Column({ type: 'uuid' }) ownerId!: AccountId;
  @Column({ type: 'text' }) kind!: AssetKind;
  @Column({ type: 'text' }) status!: AssetStatus;
  @Column({ type: 'real' }) progress!: number;
  /** The attempt whose objects the content names. */
  @Column({ type: 'uuid', nullable: true }) attemptId!: string | null;
  @Column({ type: 'jsonb', nullable: true }) content!: AssetContent | null;
  @Column({ type: 'jsonb', nullable: true }) failure!: Problem | null;
  @Column({ type: 'timestamptz' }) createdAt!: Date;
  @Column({ type: 'timestamptz', nullable: true }) finishedAt!: Date | null;
}

export const toAssetView = (row: Omit<AssetView, 'content' | 'failure'> & Pick<AssetEntity, 'content' | 'failure'>) =>
  ({
    id: row.id,
    kind: row.kind,
    status: row.status,
    progress: row.progress,
    content: row.content ?? undefined,
    failure: row.failure ?? undefined,
  }) satisfies AssetView;
