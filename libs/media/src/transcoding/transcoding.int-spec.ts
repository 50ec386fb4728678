import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type AccountId, type AssetId, hours, newId, type UploadId } from '@moments/kernel';
import { execute, ObjectStorage, rows, Settings } from '@moments/platform';
import { type LibWorld, openLibWorld } from '@moments/testing/platform';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { AssetsQueries } from '../assets/assets.queries.js';
import { AssetsService } from '../assets/assets.service.js';
import { DeleteAssetObjectsHandler } from '../assets/delete-asset-objects.job.js';
import { storedFile, type VideoContent } from '../assets/domain/asset-content.js';
import { MediaJobsModule } from '../media-jobs.module.js';
import { SweepOrphansHandler } from '../sweeping/sweep-orphans.job.js';
import { SweepUploadsHandler } from '../sweeping/sweep-uploads.job.js';
import { ensurePhotoWorker } from '../testing/built-photo-worker.js';
import { drawn, h264, moving, tone } from '../testing/clips.js';
import { type TestFile, uploadFile } from '../testing/upload-file.js';
import { TranscodingModule } from '../transcoding.module.js';
import { UploadsQueries } from '../uploads/uploads.queries.js';
import { UploadsService } from '../uploads/uploads.service.js';
import { AssetMaker } from './asset-maker.js';
import { transcodeSettings } from './transcode-settings.js';
import { Workspaces } from './workspaces.js';

const never = new AbortController().signal;

describe('making an asset of an upload', () => {
  let folder: string;
  let clip: Uint8Array;
  let world: LibWorld;
  let storage: ObjectStorage;
  let maker: AssetMaker;
  let ada: AccountId;

  beforeAll(async () => {
    await ensurePhotoWorker();
    folder = await mkdtemp(join(tmpdir(), 'transcoding-test-'));
    const file = join(folder, 'clip.mp4');
    clip = await readFile(
      await drawn(file, [...moving('180x320', { seconds: 4 }), ...tone(4), ...h264, '-c:a', 'aac']),
    );
    const options = { folder: join(folder, 'work'), sandboxRequired: false };
    world = await openLibWorld([MediaJobsModule, TranscodingModule.forRoot(options)]);
    storage = world.app.get(ObjectStorage);
    maker = world.app.get(AssetMaker);
  });
  afterAll(async () => {
    await world.close();
    await rm(folder, { recursive: true });
  });
  beforeEach(() => {
    ada = newId<'account'>();
  });

  async function anAsset(file: Partial<TestFile> = {}): Promise<{ id: AssetId; uploadId: UploadId }> {
    const media = { service: world.app.get(UploadsService), queries: world.app.get(UploadsQueries) };
    const upload = await uploadFile(media, { accountId: ada, bytes: clip, ...file });
    const [asset] = await world.database.transaction((tx) =>
      world.app.get(AssetsService).process(tx, {
        ownerId: ada,
        uploadIds: [upload.id],
        purposes: ['VIDEO', 'PHOTO'],
        field: 'uploadIds',
      }),
    );
    return { id: asset!.id, uploadId: upload.id };
  }

  const view = async (id: AssetId) => (await world.app.get(AssetsQueries).byIds([id])).get(id)!;
  const remove = (id: AssetId) => world.database.transaction((tx) => world.app.get(AssetsService).remove(tx, [id]));
  const uploadOf = (id: UploadId) => world.app.get(UploadsQueries).ofAccount(ada, id);
  const sweepUploads = () => world.app.get(SweepUploadsHandler).handle({}, { signal: never });
  const original = (id: UploadId) => storage.sizeOf({ bucket: 'uploads', key: id });
  const jobsFor = (id: AssetId) =>
    world.database.transaction((tx) =>
      rows<{ task: string; later: boolean }>(
        tx,
        `select t.identifier as task, j.run_at > now() as later from graphile_worker._private_jobs j
           join graphile_worker._private_tasks t on t.id = j.task_id
          where j.payload::jsonb = $1 order by j.id`,
        [JSON.stringify({ assetId: id })],
      ),
    );

  async function mediaOf(id: AssetId): Promise<string[]> {
    const keys: string[] = [];
    for await (const { key } of storage.list('media', `${id}/`)) keys.push(key);
    return keys;
  }

  /** Folders of jobs that are still there. */
  async function jobFolders(): Promise<string[]> {
    const names = await readdir(join(folder, 'work'), { recursive: true });
    return names.filter((name) => name.includes('job-'));
  }

  it('stores a video under a prefix of its own, playable by relative addresses and cached for ever', async () => {
    const { id } = await anAsset();

    await maker.make(id, never);

    const asset = await view(id);
    expect(asset).toMatchObject({ status: 'ready', progress: 1 });
    const content = asset.content as VideoContent;
    expect(content).toMatchObject({ kind: 'video', hasAudio: true, width: 180, height: 320 });
    const playlist = await fetch(storage.publicUrl(storedFile(content.base, content.playlist)));
    expect(playlist.headers.get('content-type')).toBe('application/vnd.apple.mpegurl');
    expect(playlist.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(await playlist.text()).not.toContain('://');
    const keys = await mediaOf(id);
    const named = [content.playlist, content.preview, ...content.poster.variants.map(({ file }) => file)];
    expect(keys).toEqual(expect.arrayContaining(named.map((file) => storedFile(content.base, file!))));
    expect(await jobFolders()).toEqual([]);
  });

  it('stores a photo in three formats', async () => {
    const file = await drawn(join(folder, 'photo.jpg'), ['-f', 'lavfi', '-i', 'testsrc2=s=400x300', '-frames:v', '1']);
    const { id } = await anAsset({ purpose: 'PHOTO', bytes: await readFile(file) });

    await maker.make(id, never);

    expect(await view(id)).toMatchObject({ status: 'ready', content: { kind: 'photo', image: { width: 400 } } });
    expect(new Set((await mediaOf(id)).map((key) => key.split('.').at(-1)))).toEqual(new Set(['avif', 'webp', 'jpg']));
  });

  it.each([
    [
      'shorter than 3 s',
      () => drawn(join(folder, 'short.mp4'), [...moving('64x64', { seconds: 1 }), ...h264]),
      'video_too_short',
    ],
    [
      'cut off',
      async () => {
        const whole = await drawn(join(folder, 'whole.mp4'), [...moving('64x64', { seconds: 4 }), ...h264]);
        const cut = join(folder, 'cut.mp4');
        await drawn(cut, ['-i', whole, '-c', 'copy']);
        return cut;
      },
      undefined,
    ],
  ])('ends with a reason for a video that is %s', async (_, draw, reason) => {
    const bytes = await readFile(await draw());
    const { id, uploadId } = await anAsset({ bytes: reason ? bytes : bytes.subarray(0, bytes.length / 2) });

    await maker.make(id, never);

    const failed = await view(id);
    expect(failed.status).toBe('failed');
    expect(failed.failure?.reason).toEqual(reason ?? expect.stringMatching(/video_(unreadable|damaged)/));
    expect(await uploadOf(uploadId)).toMatchObject({ status: 'REJECTED', rejection: failed.failure });
    await sweepUploads();
    expect(await original(uploadId)).toBeUndefined();
    expect(await mediaOf(id)).toEqual([]);
  });

  it('takes a file with the announced checksum and refuses one with another', async () => {
    const sha256 = createHash('sha256').update(clip).digest('hex');
    const [right, wrong] = [await anAsset({ sha256: sha256.toUpperCase() }), await anAsset({ sha256: '0'.repeat(64) })];

    await maker.make(right.id, never);
    await maker.make(wrong.id, never);

    expect(await view(right.id)).toMatchObject({ status: 'ready' });
    expect(await view(wrong.id)).toMatchObject({ status: 'failed', failure: { reason: 'checksum_mismatch' } });
    expect(await uploadOf(wrong.uploadId)).toMatchObject({ status: 'REJECTED' });
  });

  it('counts one attempt of two at once and keeps nothing of the other, nor of one that was killed', async () => {
    const { id } = await anAsset();
    const left = { bucket: 'media', key: `${id}/${newId()}/v360.mp4` } as const;
    await storage.putFile(left, join(folder, 'clip.mp4'), { contentType: 'video/mp4' });

    await Promise.all([maker.make(id, never), maker.make(id, never)]);
    await maker.make(id, never);

    const { content } = await view(id);
    expect(new Set((await mediaOf(id)).map((key) => key.split('/').slice(0, 2).join('/')))).toEqual(
      new Set([(content as VideoContent).base]),
    );
  });

  it('stops soon after its asset was removed, and leaves nothing anywhere', async () => {
    const long = await drawn(join(folder, 'long.mp4'), [...moving('1080x1920', { seconds: 12, rate: 30 }), ...h264]);
    const { id, uploadId } = await anAsset({ bytes: await readFile(long) });

    const making = maker.make(id, never);
    await new Promise((resolve) => setTimeout(resolve, 500));
    await remove(id);
    await making;
    await world.app.get(DeleteAssetObjectsHandler).handle({ assetId: id });

    expect(await view(id)).toMatchObject({ status: 'removed', content: undefined });
    expect(await mediaOf(id)).toEqual([]);
    expect(await original(uploadId)).toBeUndefined();
    expect(await jobFolders()).toEqual([]);
  });

  it('can be stopped and made again', async () => {
    const { id } = await anAsset();

    await expect(maker.make(id, AbortSignal.abort(new Error('the process stops')))).rejects.toThrow();
    expect(await view(id)).toMatchObject({ status: 'processing' });
    expect(await jobFolders()).toEqual([]);
    await maker.make(id, never);

    expect(await view(id)).toMatchObject({ status: 'ready' });
  });

  it('waits while the disk is full, without using up a try, and gives up after a day', async () => {
    await world.app
      .get(Settings)
      .set('media.transcoding', { ...transcodeSettings.fallback, roomBesidesBytes: 2 ** 52 }, 'test');
    const { id } = await anAsset();

    await maker.make(id, never);

    expect(await view(id)).toMatchObject({ status: 'processing' });
    expect(await jobsFor(id)).toEqual([
      { task: 'transcode-video', later: false },
      { task: 'transcode-video', later: true },
    ]);
    world.clock.advance(hours(24));
    await maker.make(id, never);
    expect(await view(id)).toMatchObject({ status: 'failed', failure: { reason: 'processing_failed' } });
    await world.app.get(Settings).set('media.transcoding', transcodeSettings.fallback, 'test');
  });

  it('waits too when the disk fills up on the way', async () => {
    const { id } = await anAsset();
    const read = jest
      .spyOn(storage, 'read')
      .mockRejectedValueOnce(Object.assign(new Error('write'), { code: 'ENOSPC' }));

    await maker.make(id, never);

    expect(await jobsFor(id)).toHaveLength(2);
    read.mockRestore();
  });

  it('ends in words for people when no try has worked', async () => {
    const { id } = await anAsset();

    await maker.giveUp(id, 'video');

    const { failure } = await view(id);
    expect(failure?.message).toBe('We could not process this video. Try again, or send it in another format.');
  });

  it('takes away the folders of dead processes of this machine, and no others', async () => {
    const work = join(folder, 'work');
    const [dead, other, alive] = [`${hostname()}~4194304~x`, `elsewhere~4194304~x`, `${hostname()}~${process.ppid}~x`];
    for (const name of [dead, other, alive]) await mkdir(join(work, name, 'job-1'), { recursive: true });

    await world.app.get(Workspaces).sweep();

    const names = await readdir(work);
    expect(names).toEqual(expect.arrayContaining([other, alive]));
    expect(names).not.toContain(dead);
    await Promise.all([other, alive].map((name) => rm(join(work, name), { recursive: true })));
  });

  describe('sweeping', () => {
    it('expires a completed upload that nothing was made of for three days, and keeps one in use', async () => {
      const media = { service: world.app.get(UploadsService), queries: world.app.get(UploadsQueries) };
      const unused = await uploadFile(media, { accountId: ada, bytes: clip });
      const used = await anAsset();

      world.clock.advance(hours(72) - 1);
      await sweepUploads();
      expect(await uploadOf(unused.id)).toMatchObject({ status: 'COMPLETED' });
      world.clock.advance(1);
      await sweepUploads();

      expect(await uploadOf(unused.id)).toMatchObject({ status: 'EXPIRED' });
      expect(await original(unused.id)).toBeUndefined();
      expect(await original(used.uploadId)).toBe(clip.length);
    });

    it('deletes objects that no row speaks of once they are a day old, and leaves strangers alone', async () => {
      const ready = await anAsset();
      await maker.make(ready.id, never);
      const kept = await mediaOf(ready.id);
      const file = join(folder, 'clip.mp4');
      const put = (bucket: 'media' | 'uploads', key: string) =>
        storage.putFile({ bucket, key }, file, { contentType: 'video/mp4' });
      const orphans = [
        { bucket: 'media', key: `${ready.id}/${newId()}/a.mp4` },
        { bucket: 'media', key: `${newId()}/${newId()}/a.mp4` },
        { bucket: 'uploads', key: newId() as string },
      ] as const;
      for (const { bucket, key } of orphans) await put(bucket, key);
      await put('media', 'logo.mp4');
      const sweep = () => world.app.get(SweepOrphansHandler).handle({}, { signal: never });
      // The store keeps real time; the clock of this world has been moved on.
      const sizes = () => Promise.all(orphans.map((orphan) => storage.sizeOf(orphan)));

      world.clock.advance(hours(24));
      await sweep();

      expect(await sizes()).toEqual([undefined, undefined, undefined]);
      expect(await mediaOf(ready.id)).toEqual(kept);
      expect(await original(ready.uploadId)).toBe(clip.length);
      expect(await storage.sizeOf({ bucket: 'media', key: 'logo.mp4' })).toBe(clip.length);
    });

    it('leaves the objects of an asset that is still being made', async () => {
      const { id } = await anAsset();
      await world.database.transaction((tx) =>
        execute(tx, `update assets set status = 'processing' where id = $1`, [id]),
      );
      const key = `${id}/${newId()}/a.mp4`;
      await storage.putFile({ bucket: 'media', key }, join(folder, 'clip.mp4'), { contentType: 'video/mp4' });

      world.clock.advance(hours(24));
      await world.app.get(SweepOrphansHandler).handle({}, { signal: never });

      expect(await mediaOf(id)).toEqual([key]);
    });
  });
});
