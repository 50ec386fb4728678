import { type AssetId, idFromUuid } from '@moments/kernel';
import { Database, HandlesJob, type JobHandler, ObjectStorage } from '@moments/platform';
import { UploadEntity } from '../uploads/upload.entity.js';
import { UploadStoreCleaner } from '../uploads/upload-store-cleaner.js';
import { AssetEntity } from './asset.entity.js';
import { deleteAssetObjects } from './assets.jobs.js';

/** Deletes what was made of an upload, and the upload's original. Runs again harmlessly. */
@HandlesJob(deleteAssetObjects)
export class DeleteAssetObjectsHandler implements JobHandler<{ assetId: string }> {
  constructor(
    private readonly database: Database,
    private readonly storage: ObjectStorage,
    private readonly cleaner: UploadStoreCleaner,
  ) {}

  async handle({ assetId }: { assetId: string }): Promise<void> {
    const id: AssetId = idFromUuid<'asset'>(assetId);
    const upload = await this.database.transaction(async (tx) => {
      const asset = await tx.findOneBy(AssetEntity, { id, status: 'removed' });
      return asset && tx.findOneBy(UploadEntity, { id: asset.uploadId });
    });
    if (!upload) return;
    await this.storage.deleteUnder('media', `${id}/`);
    await this.cleaner.clean(upload);
  }
}
