import { type AccountId, type AssetId, newId, type UploadId } from '@moments/kernel';
import { ObjectStorage } from '@moments/platform';
import { type LibWorld, openLibWorld } from '@moments/testing/platform';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AssetsQueries } from '../assets/assets.queries.js';
import { AssetsService } from '../assets/assets.service.js';
import type { AssetView } from '../assets/domain/asset.js';
import { MediaJobsModule } from '../media-jobs.module.js';
import { SweepUploadsHandler } from '../sweeping/sweep-uploads.job.js';
import { AssetMaker } from '../transcoding/asset-maker.js';
import { TranscodingModule } from '../transcoding.module.js';
import type { UploadView } from '../uploads/domain/upload.js';
import { UploadsQueries } from '../uploads/uploads.queries.js';
import { UploadsService } from '../uploads/uploads.service.js';
import { ensurePhotoWorker } from './built-photo-worker.js';
import { drawn, h264, moving, tone } from './clips.js';
import { type TestFile, uploadFile } from './upload-file.js';

/** Never aborted. */
export const never = new AbortController().signal;

/** Uploads and what is made of them, by nobody but the test itself. */
export class AssetsWorld {
  readonly storage: ObjectStorage;
  readonly maker: AssetMaker;
  /** Whose files these are. */
  ada: AccountId = newId<'account'>();

  private constructor(
    readonly lib: LibWorld,
    /** For files that a test draws; `work` in it is where assets are made. */
    readonly folder: string,
    /** Four seconds with sound. */
    readonly clip: Uint8Array,
  ) {
    this.storage = lib.app.get(ObjectStorage);
    this.maker = lib.app.get(AssetMaker);
  }

  static async open(): Promise<AssetsWorld> {
    await ensurePhotoWorker();
    const folder = await mkdtemp(join(tmpdir(), 'transcoding-test-'));
    const picture = [...moving('180x320', { seconds: 4 }), ...tone(4), ...h264, '-c:a', 'aac'];
    const clip = await readFile(await drawn(join(folder, 'clip.mp4'), picture));
    const options = { folder: join(folder, 'work'), sandboxRequired: false };
    return new AssetsWorld(await openLibWorld([MediaJobsModule, TranscodingModule.forRoot(options)]), folder, clip);
  }

  /** Somebody else for each test. */
  refresh(): void {
    this.ada = newId<'account'>();
  }

  async close(): Promise<void> {
    await this.lib.close();
    await rm(this.folder, { recursive: true });
  }

  /** The clip unless told otherwise. */
  anUpload(file: Partial<TestFile> = {}): Promise<UploadView> {
    const media = { service: this.lib.app.get(UploadsService), queries: this.lib.app.get(UploadsQueries) };
    return uploadFile(media, { accountId: this.ada, bytes: this.clip, ...file });
  }

  /** An upload that is to become an asset. */
  async anAsset(file: Partial<TestFile> = {}): Promise<{ id: AssetId; uploadId: UploadId }> {
    const { id: uploadId } = await this.anUpload(file);
    const [asset] = await this.lib.database.transaction((tx) =>
      this.lib.app.get(AssetsService).process(tx, {
        ownerId: this.ada,
        uploadIds: [uploadId],
        purposes: ['VIDEO', 'PHOTO'],
        field: 'uploadIds',
      }),
    );
    if (!asset) throw new Error('nothing is made of the upload');
    return { id: asset.id, uploadId };
  }

  async view(id: AssetId): Promise<AssetView> {
    const asset = (await this.lib.app.get(AssetsQueries).byIds([id])).get(id);
    if (!asset) throw new Error(`there is no asset ${id}`);
    return asset;
  }

  uploadOf(id: UploadId): Promise<UploadView | undefined> {
    return this.lib.app.get(UploadsQueries).ofAccount(this.ada, id);
  }

  /** Size of what was uploaded, while the store has it. */
  original(id: UploadId): Promise<number | undefined> {
    return this.storage.sizeOf({ bucket: 'uploads', key: id });
  }

  /** Keys of what was made. */
  async mediaOf(id: AssetId): Promise<string[]> {
    const keys: string[] = [];
    for await (const { key } of this.storage.list('media', `${id}/`)) keys.push(key);
    return keys;
  }

  sweepUploads(): Promise<void> {
    return this.lib.app.get(SweepUploadsHandler).handle({}, { signal: never });
  }
}
