import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { days, hours, newId } from '@moments/kernel';
import { execute } from '@moments/platform';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AssetsService } from '../assets/assets.service.js';
import { AssetsWorld, never } from '../testing/assets-world.js';
import { SweepOrphansHandler } from './sweep-orphans.job.js';

let world: AssetsWorld;

beforeAll(async () => {
  world = await AssetsWorld.open();
});
beforeEach(() => world.refresh());
afterAll(() => world.close());

const sweepOrphans = () => world.lib.app.get(SweepOrphansHandler).handle({}, { signal: never });

describe('sweeping', () => {
  it('leaves an upload alone that something is being made of at that very moment', async () => {
    const { id } = await world.anUpload();
    world.lib.clock.advance(days(30));

    const swept = await world.lib.database.transaction(async (tx) => {
      const uploads = { ownerId: world.ada, uploadIds: [id], purposes: ['VIDEO'] as const, field: 'uploadIds' };
      await world.lib.app.get(AssetsService).process(tx, uploads);
      const sweeping = world.sweepUploads();
      // A sweep that waits for the upload's row waits by now.
      await sleep(300);
      return { sweeping };
    });
    await swept.sweeping;
    await world.sweepUploads();

    expect(await world.uploadOf(id)).toMatchObject({ status: 'COMPLETED' });
  });

  it('expires a completed upload that nothing was made of for three days, and keeps one in use', async () => {
    const unused = await world.anUpload();
    const used = await world.anAsset();

    world.lib.clock.advance(hours(72) - 1);
    await world.sweepUploads();
    expect(await world.uploadOf(unused.id)).toMatchObject({ status: 'COMPLETED' });
    world.lib.clock.advance(1);
    await world.sweepUploads();

    expect(await world.uploadOf(unused.id)).toMatchObject({ status: 'EXPIRED' });
    expect(await world.original(unused.id)).toBeUndefined();
    expect(await world.original(used.uploadId)).toBe(world.clip.length);
  });

  it('deletes objects that no row speaks of once they are a day old, and leaves strangers alone', async () => {
    const ready = await world.anAsset();
    await world.maker.make(ready.id, never);
    const kept = await world.mediaOf(ready.id);
    const file = join(world.folder, 'clip.mp4');
    const put = (bucket: 'media' | 'uploads', key: string) =>
      world.storage.putFile({ bucket, key }, file, { contentType: 'video/mp4' });
    const orphans = [
      { bucket: 'media', key: `${ready.id}/${newId()}/a.mp4` },
      { bucket: 'media', key: `${newId()}/${newId()}/a.mp4` },
      { bucket: 'uploads', key: newId() as string },
    ] as const;
    for (const { bucket, key } of orphans) await put(bucket, key);
    await put('media', 'logo.mp4');
    const sizes = () => Promise.all(orphans.map((orphan) => world.storage.sizeOf(orphan)));

    // The store keeps real time, which may have gone on meanwhile.
    world.lib.clock.advance(Date.now() + hours(23) - world.lib.clock.now().getTime());
    await sweepOrphans();
    expect(await sizes()).toEqual(Array(3).fill(world.clip.length));
    world.lib.clock.advance(hours(1) + 1);
    await sweepOrphans();

    expect(await sizes()).toEqual([undefined, undefined, undefined]);
    expect(await world.mediaOf(ready.id)).toEqual(kept);
    expect(await world.original(ready.uploadId)).toBe(world.clip.length);
    expect(await world.storage.sizeOf({ bucket: 'media', key: 'logo.mp4' })).toBe(world.clip.length);
  });

  it('leaves the objects of an asset that is still being made', async () => {
    const { id } = await world.anAsset();
    await world.lib.database.transaction((tx) =>
      execute(tx, `update assets set status = 'processing' where id = $1`, [id]),
    );
    const key = `${id}/${newId()}/a.mp4`;
    await world.storage.putFile({ bucket: 'media', key }, join(world.folder, 'clip.mp4'), { contentType: 'video/mp4' });

    world.lib.clock.advance(Date.now() + hours(25) - world.lib.clock.now().getTime());
    await sweepOrphans();

    expect(await world.mediaOf(id)).toEqual([key]);
  });
});
