import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type AssetId, hours, newId } from '@moments/kernel';
import { rows, Settings } from '@moments/platform';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { AssetsService } from '../assets/assets.service.js';
import { DeleteAssetObjectsHandler } from '../assets/delete-asset-objects.job.js';
import { storedFile, type VideoContent } from '../assets/domain/asset-content.js';
import { AssetsWorld, never } from '../testing/assets-world.js';
import { drawn, h264, moving } from '../testing/clips.js';
import { transcodeSettings } from './transcode-settings.js';
import { Workspaces } from './workspaces.js';

let world: AssetsWorld;

beforeAll(async () => {
  world = await AssetsWorld.open();
});
beforeEach(() => world.refresh());
afterAll(() => world.close());

const remove = (id: AssetId) =>
  world.lib.database.transaction((tx) => world.lib.app.get(AssetsService).remove(tx, [id]));
const jobsFor = (id: AssetId) =>
  world.lib.database.transaction((tx) =>
    rows<{ task: string; later: boolean }>(
      tx,
      `select t.identifier as task, j.run_at > now() as later from graphile_worker._private_jobs j
         join graphile_worker._private_tasks t on t.id = j.task_id
        where j.payload::jsonb = $1 order by j.id`,
      [JSON.stringify({ assetId: id })],
    ),
  );

/** Folders of jobs that are still there. */
async function jobFolders(): Promise<string[]> {
  const names = await readdir(join(world.folder, 'work'), { recursive: true });
  return names.filter((name) => name.includes('job-'));
}

describe('making an asset of an upload', () => {
  it('stores a video under a prefix of its own, playable by relative addresses and cached for ever', async () => {
    const { id } = await world.anAsset();

    await world.maker.make(id, never);

    const asset = await world.view(id);
    expect(asset).toMatchObject({ status: 'ready', progress: 1 });
    const content = asset.content as VideoContent;
    expect(content).toMatchObject({ kind: 'video', hasAudio: true, width: 180, height: 320 });
    const playlist = await fetch(world.storage.publicUrl(storedFile(content.base, content.playlist)));
    expect(playlist.headers.get('content-type')).toBe('application/vnd.apple.mpegurl');
    expect(playlist.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(await playlist.text()).not.toContain('://');
    const keys = await world.mediaOf(id);
    const named = [content.playlist, content.preview, ...content.poster.variants.map(({ file }) => file)];
    expect(keys).toEqual(expect.arrayContaining(named.map((file) => storedFile(content.base, file!))));
    expect(await jobFolders()).toEqual([]);
  });

  it('stores a photo in three formats', async () => {
    const file = await drawn(join(world.folder, 'photo.jpg'), [
      '-f',
      'lavfi',
      '-i',
      'testsrc2=s=400x300',
      '-frames:v',
      '1',
    ]);
    const { id } = await world.anAsset({ purpose: 'PHOTO', bytes: await readFile(file) });

    await world.maker.make(id, never);

    expect(await world.view(id)).toMatchObject({ status: 'ready', content: { kind: 'photo', image: { width: 400 } } });
    expect(new Set((await world.mediaOf(id)).map((key) => key.split('.').at(-1)))).toEqual(
      new Set(['avif', 'webp', 'jpg']),
    );
  });

  it.each([
    [
      'shorter than 3 s',
      () => drawn(join(world.folder, 'short.mp4'), [...moving('64x64', { seconds: 1 }), ...h264]),
      'video_too_short',
    ],
    [
      'cut off',
      async () => {
        const whole = await drawn(join(world.folder, 'whole.mp4'), [...moving('64x64', { seconds: 4 }), ...h264]);
        const cut = join(world.folder, 'cut.mp4');
        await drawn(cut, ['-i', whole, '-c', 'copy']);
        return cut;
      },
      undefined,
    ],
  ])('ends with a reason for a video that is %s', async (_, draw, reason) => {
    const bytes = await readFile(await draw());
    const { id, uploadId } = await world.anAsset({ bytes: reason ? bytes : bytes.subarray(0, bytes.length / 2) });

    await world.maker.make(id, never);

    const failed = await world.view(id);
    expect(failed.status).toBe('failed');
    expect(failed.failure?.reason).toEqual(reason ?? expect.stringMatching(/video_(unreadable|damaged)/));
    expect(await world.uploadOf(uploadId)).toMatchObject({ status: 'REJECTED', rejection: failed.failure });
    await world.sweepUploads();
    expect(await world.original(uploadId)).toBeUndefined();
    expect(await world.mediaOf(id)).toEqual([]);
  });

  it('takes a file with the announced checksum and refuses one with another', async () => {
    const sha256 = createHash('sha256').update(world.clip).digest('hex');
    const [right, wrong] = [
      await world.anAsset({ sha256: sha256.toUpperCase() }),
      await world.anAsset({ sha256: '0'.repeat(64) }),
    ];

    await world.maker.make(right.id, never);
    await world.maker.make(wrong.id, never);

    expect(await world.view(right.id)).toMatchObject({ status: 'ready' });
    expect(await world.view(wrong.id)).toMatchObject({ status: 'failed', failure: { reason: 'checksum_mismatch' } });
    expect(await world.uploadOf(wrong.uploadId)).toMatchObject({ status: 'REJECTED' });
  });

  it('counts one attempt of two at once and keeps nothing of the other, nor of one that was killed', async () => {
    const { id } = await world.anAsset();
    const left = { bucket: 'media', key: `${id}/${newId()}/v360.mp4` } as const;
    await world.storage.putFile(left, join(world.folder, 'clip.mp4'), { contentType: 'video/mp4' });

    await Promise.all([world.maker.make(id, never), world.maker.make(id, never)]);
    await world.maker.make(id, never);

    const { content } = await world.view(id);
    expect(new Set((await world.mediaOf(id)).map((key) => key.split('/').slice(0, 2).join('/')))).toEqual(
      new Set([(content as VideoContent).base]),
    );
  });

  it('stops soon after its asset was removed, and leaves nothing anywhere', async () => {
    const long = await drawn(join(world.folder, 'long.mp4'), [
      ...moving('1080x1920', { seconds: 12, rate: 30 }),
      ...h264,
    ]);
    const { id, uploadId } = await world.anAsset({ bytes: await readFile(long) });

    const making = world.maker.make(id, never);
    await new Promise((resolve) => setTimeout(resolve, 500));
    await remove(id);
    await making;
    await world.lib.app.get(DeleteAssetObjectsHandler).handle({ assetId: id });

    expect(await world.view(id)).toMatchObject({ status: 'removed', content: undefined });
    expect(await world.mediaOf(id)).toEqual([]);
    expect(await world.original(uploadId)).toBeUndefined();
    expect(await jobFolders()).toEqual([]);
  });

  it('can be stopped and made again', async () => {
    const { id } = await world.anAsset();

    await expect(world.maker.make(id, AbortSignal.abort(new Error('the process stops')))).rejects.toThrow();
    expect(await world.view(id)).toMatchObject({ status: 'processing' });
    expect(await jobFolders()).toEqual([]);
    await world.maker.make(id, never);

    expect(await world.view(id)).toMatchObject({ status: 'ready' });
  });

  it('waits while the disk is full, without using up a try, and gives up after a day', async () => {
    await world.lib.app
      .get(Settings)
      .set('media.transcoding', { ...transcodeSettings.fallback, roomBesidesBytes: 2 ** 52 }, 'test');
    const { id } = await world.anAsset();

    await world.maker.make(id, never);

    expect(await world.view(id)).toMatchObject({ status: 'processing' });
    expect(await jobsFor(id)).toEqual([
      { task: 'transcode-video', later: false },
      { task: 'transcode-video', later: true },
    ]);
    world.lib.clock.advance(hours(24));
    await world.maker.make(id, never);
    expect(await world.view(id)).toMatchObject({ status: 'failed', failure: { reason: 'processing_failed' } });
    await world.lib.app.get(Settings).set('media.transcoding', transcodeSettings.fallback, 'test');
  });

  it('waits too when the disk fills up on the way', async () => {
    const { id } = await world.anAsset();
    const read = jest
      .spyOn(world.storage, 'read')
      .mockRejectedValueOnce(Object.assign(new Error('write'), { code: 'ENOSPC' }));

    await world.maker.make(id, never);

    expect(await jobsFor(id)).toHaveLength(2);
    read.mockRestore();
  });

  it('ends in words for people when no try has worked', async () => {
    const { id } = await world.anAsset();

    await world.maker.giveUp(id, 'video');

    const { failure } = await world.view(id);
    expect(failure?.message).toBe('We could not process this video. Try again, or send it in another format.');
  });

  it('takes away the folders of dead processes of this machine, and no others', async () => {
    const work = join(world.folder, 'work');
    const [dead, other, alive] = [`${hostname()}~4194304~x`, `elsewhere~4194304~x`, `${hostname()}~${process.ppid}~x`];
    for (const name of [dead, other, alive]) await mkdir(join(work, name, 'job-1'), { recursive: true });

    await world.lib.app.get(Workspaces).sweep();

    const names = await readdir(work);
    expect(names).toEqual(expect.arrayContaining([other, alive]));
    expect(names).not.toContain(dead);
    await Promise.all([other, alive].map((name) => rm(join(work, name), { recursive: true })));
  });
});
