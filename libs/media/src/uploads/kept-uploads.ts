import { Injectable } from '@nestjs/common';
import { type AccountId, Clock, NotFound, type UploadId } from '@moments/kernel';
import { execute, ObjectStorage, rows, type Tx } from '@moments/platform';
import type { UploadPurpose, UploadStatus } from './domain/upload.js';
import { UploadAlreadyUsed, UploadNotCompleted } from './uploads.errors.js';
import { originalOf } from './uploads.store.js';

/** Files that shall be kept as they are. */
export interface KeepUploads {
  readonly ownerId: AccountId;
  readonly uploadIds: readonly UploadId[];
  readonly purposes: readonly UploadPurpose[];
  /** Where the input names them. */
  readonly field: string;
}

interface Found {
  id: UploadId;
  purpose: UploadPurpose;
  status: UploadStatus;
  used: boolean;
}

/** Files that are part of something and are nobody's to see but those who are given a link. */
@Injectable()
export class KeptUploads {
  constructor(
    private readonly storage: ObjectStorage,
    private readonly clock: Clock,
  ) {}

  /**
   * Keeps completed uploads of one owner for good. Throws `NotFound` for what is not the owner's or for another purpose,
   * `UploadNotCompleted`, `UploadAlreadyUsed`, with `field` pointing at the upload.
   */
  async keep(tx: Tx, { ownerId, uploadIds, purposes, field }: KeepUploads): Promise<void> {
    if (uploadIds.length === 0) return;
    // Locked in the order of their ids, as whoever makes assets of them does.
    const found = await rows<Found>(
      tx,
      `select id, purpose, status,
         kept_at is not null or exists (select from assets where assets.upload_id = uploads.id) as used
        from uploads where id = any($1) and account_id = $2 order by id for update`,
      [uploadIds, ownerId],
    );
    const uploads = new Map(found.map((upload) => [upload.id, upload]));
    for (const [index, id] of uploadIds.entries()) {
      const [upload, at] = [uploads.get(id), [field, String(index)]];
      if (!upload || !purposes.includes(upload.purpose)) throw new NotFound('upload', at);
      if (upload.status !== 'COMPLETED') throw new UploadNotCompleted(at);
      if (upload.used || uploadIds.indexOf(id) !== index) throw new UploadAlreadyUsed(at);
    }
    await execute(tx, 'update uploads set kept_at = $2 where id = any($1)', [uploadIds, this.clock.now()]);
  }

  /** Gives up files that were kept; the store loses them soon. Again changes nothing. */
  async giveUp(tx: Tx, uploadIds: readonly UploadId[]): Promise<void> {
    if (uploadIds.length === 0) return;
    await rows(tx, 'select from uploads where id = any($1) order by id for update', [uploadIds]);
    await execute(
      tx,
      `update uploads set kept_at = null, status = 'EXPIRED', finished_at = $2 where id = any($1) and kept_at is not null`,
      [uploadIds, this.clock.now()],
    );
  }

  /** A link that lets whoever has it read a kept file for some minutes. Callers check who may. */
  link(uploadId: UploadId, fileName: string): Promise<string> {
    return this.storage.presignRead(originalOf(uploadId), { fileName, expiresInSeconds: 600 });
  }
}
