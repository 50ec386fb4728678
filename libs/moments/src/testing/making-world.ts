import { CatalogJobsModule } from '@moments/catalog';
import { IdentityJobsModule } from '@moments/identity';
import type { AccountId, MomentId, UploadId } from '@moments/kernel';
import { LedgerJobsModule } from '@moments/ledger';
import { MediaJobsModule, TranscodingModule, UploadsQueries, UploadsService } from '@moments/media';
import { JobRunnerModule, ObjectStorage } from '@moments/platform';
import { anAccount, openFeature } from '@moments/testing/identity';
import { drawn, ensurePhotoWorker, h264, moving, uploadFile } from '@moments/testing/media';
import { type LibWorld, openLibWorld } from '@moments/testing/platform';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually, until } from '../../../../test/support/eventually.js';
import type { MomentView } from '../moment.view.js';
import { MomentsJobsModule } from '../moments-jobs.module.js';
import { MomentsQueries } from '../moments.queries.js';
import { type CreateMoment, MomentsService } from '../moments.service.js';

type Purpose = 'VIDEO' | 'PHOTO';

/** Moments made of real files by a worker and a transcoder, all in this process. */
export class MakingWorld {
  readonly moments: MomentsService;
  readonly queries: MomentsQueries;
  /** Whose moments are made, unless told otherwise. */
  ada!: AccountId;
  private keys = 0;

  private constructor(
    readonly lib: LibWorld,
    private readonly folder: string,
    /** A video of three seconds and a photo. */
    readonly files: Readonly<Record<Purpose, Uint8Array>>,
  ) {
    this.moments = lib.app.get(MomentsService);
    this.queries = lib.app.get(MomentsQueries);
  }

  static async open(): Promise<MakingWorld> {
    await ensurePhotoWorker();
    const folder = await mkdtemp(join(tmpdir(), 'moments-test-'));
    const clip = await drawn(join(folder, 'clip.mp4'), [...moving('90x160', { seconds: 3 }), ...h264]);
    const photo = await drawn(join(folder, 'photo.jpg'), still('64x48'));
    const files = { VIDEO: await readFile(clip), PHOTO: await readFile(photo) };
    const lib = await openLibWorld([
      JobRunnerModule.forRoot({ lane: 'worker', concurrency: 4 }),
      JobRunnerModule.forRoot({ lane: 'transcoder', concurrency: 2 }),
      TranscodingModule.forRoot({ folder: join(folder, 'work'), sandboxRequired: false }),
      ...[CatalogJobsModule, IdentityJobsModule, LedgerJobsModule, MediaJobsModule, MomentsJobsModule],
    ]);
    await openFeature(lib, 'MOMENTS');
    return new MakingWorld(lib, folder, files);
  }

  /** Somebody else for each test. */
  async refresh(): Promise<void> {
    this.ada = await anAccount(this.lib);
  }

  async close(): Promise<void> {
    await this.lib.close();
    await rm(this.folder, { recursive: true });
  }

  /** A file that ffmpeg draws. */
  async aFile(name: string, args: readonly string[]): Promise<Uint8Array> {
    return readFile(await drawn(join(this.folder, name), args));
  }

  async anUpload(purpose: Purpose = 'VIDEO', bytes = this.files[purpose]): Promise<UploadId> {
    const media = { service: this.lib.app.get(UploadsService), queries: this.lib.app.get(UploadsQueries) };
    return (await uploadFile(media, { accountId: this.ada, purpose, bytes })).id;
  }

  /** Of a new video, under a new key, unless told otherwise. */
  async create(more: Partial<CreateMoment> = {}): Promise<MomentView> {
    return this.moments.create({
      author: { accountId: this.ada, region: 'RU' },
      uploadIds: more.uploadIds ?? [await this.anUpload()],
      caption: '',
      idempotencyKey: `k${++this.keys}`,
      ...more,
    });
  }

  async read(id: MomentId): Promise<MomentView> {
    const moment = (await this.queries.byIds([id])).get(id);
    if (!moment) throw new Error(`there is no moment ${id}`);
    return moment;
  }

  /** The moment once it has that status. */
  async until(id: MomentId, status: MomentView['status']): Promise<MomentView> {
    return eventually(async () => {
      const moment = await this.read(id);
      return moment.status === status ? moment : undefined;
    });
  }

  /** Keys in the store that belong to a moment. */
  async objectsOf(id: MomentId): Promise<string[]> {
    const keys: string[] = [];
    for (const assetId of (await this.queries.assetsOf([id])).get(id) ?? []) {
      for await (const { key } of this.lib.app.get(ObjectStorage).list('media', `${assetId}/`)) keys.push(key);
    }
    return keys;
  }

  async untilNothingIsStored(id: MomentId): Promise<void> {
    await until(async () => (await this.objectsOf(id)).length === 0);
  }
}

/** Arguments for a picture of that size. */
export const still = (size: string): string[] => ['-f', 'lavfi', '-i', `testsrc2=s=${size}`, '-frames:v', '1'];
