import { Injectable } from '@nestjs/common';
import { Clock } from '@moments/kernel';
import { Database, execute, MultipartUploads, ObjectStorage } from '@moments/platform';
import type { UploadEntity } from './upload.entity.js';
import { originalOf } from './uploads.store.js';

/** Takes what is left of an ended upload out of the store. */
@Injectable()
export class UploadStoreCleaner {
  constructor(
    private readonly database: Database,
    private readonly storage: ObjectStorage,
    private readonly multipart: MultipartUploads,
    private readonly clock: Clock,
  ) {}

  /** Ends its multipart upload and deletes its object; once that is done it is not looked at again. */
  async clean(upload: Pick<UploadEntity, 'id' | 'multipartId' | 'sweptAt'>): Promise<void> {
    if (upload.sweptAt) return;
    const original = originalOf(upload.id);
    if (upload.multipartId) await this.multipart.abort(original, upload.multipartId);
    await this.storage.delete(original.bucket, [original.key]);
    await this.database.transaction((tx) =>
      execute(tx, 'update uploads set swept_at = $2 where id = $1', [upload.id, this.clock.now()]),
    );
  }
}
