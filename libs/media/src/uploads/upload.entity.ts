import type { AccountId, Problem, UploadId } from '@moments/kernel';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { UploadPurpose, UploadStatus, UploadView } from './domain/upload.js';

// Postgres gives a bigint as text; a file's size is far below what a number holds exactly.
const bytes = { to: (value: number) => value, from: (value: string) => Number(value) };

/** One file on its way into the store. */
@Entity('uploads')
export class UploadEntity {
  @PrimaryColumn({ type: 'uuid' }) id!: UploadId;
  @Column({ type: 'uuid' }) accountId!: AccountId;
  @Column({ type: 'text' }) purpose!: UploadPurpose;
  @Column({ type: 'text' }) status!: UploadStatus;
  @Column({ type: 'bigint', transformer: bytes }) sizeBytes!: number;
  @Column({ type: 'integer' }) partSizeBytes!: number;
  /** Announced by the client, lower-case hexadecimal; checked by the transcoder, which reads every byte anyway. */
  @Column({ type: 'text', nullable: true }) sha256!: string | null;
  @Column({ type: 'text' }) idempotencyKey!: string;
  @Column({ type: 'text' }) inputHash!: string;
  /** The store's own id of the multipart upload; null until the store has opened it. */
  @Column({ type: 'text', nullable: true }) multipartId!: string | null;
  @Column({ type: 'jsonb', nullable: true }) rejection!: Problem | null;
  @Column({ type: 'timestamptz' }) createdAt!: Date;
  @Column({ type: 'timestamptz' }) expiresAt!: Date;
  @Column({ type: 'timestamptz', nullable: true }) finishedAt!: Date | null;
  /** When it came to belong to something as it is. */
  @Column({ type: 'timestamptz', nullable: true }) keptAt!: Date | null;
  /** When the store kept nothing of it any more. */
  @Column({ type: 'timestamptz', nullable: true }) sweptAt!: Date | null;
}

/** What a view is made of. */
export type UploadRow = Pick<
  UploadEntity,
  'id' | 'accountId' | 'purpose' | 'status' | 'sizeBytes' | 'partSizeBytes' | 'multipartId' | 'expiresAt' | 'rejection'
>;

/** An upload whose time is over is expired for its owner, whether the sweep has come by or not. */
export function toUploadView(upload: UploadRow, now: Date): UploadView {
  const { id, accountId, purpose, sizeBytes, partSizeBytes, expiresAt } = upload;
  const status = upload.status === 'PENDING' && expiresAt <= now ? 'EXPIRED' : upload.status;
  return {
    id,
    accountId,
    purpose,
    status,
    sizeBytes,
    partSizeBytes,
    multipartId: upload.multipartId ?? undefined,
    expiresAt,
    rejection: upload.rejection ?? undefined,
  };
}
