import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { CatalogJobsModule } from '@moments/catalog';
import { accountDeleted, IdentityJobsModule, requireActive, StandingService } from '@moments/identity';
import { type AccountId, after, days, type MomentId, newId, NotFound, type UploadId } from '@moments/kernel';
import { LedgerJobsModule } from '@moments/ledger';
import { MediaJobsModule, TranscodingModule, UploadsQueries, UploadsService } from '@moments/media';
import { Events, execute, JobRunnerModule, ObjectStorage, rows } from '@moments/platform';
import { anAccount, closeFeature, openFeature } from '@moments/testing/identity';
import { drawn, ensurePhotoWorker, h264, moving, uploadFile } from '@moments/testing/media';
import { type LibWorld, openLibWorld } from '@moments/testing/platform';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { MomentProcessing, type MomentStep } from './moment-processing.js';
import { momentFailed } from './moments.events.js';
import { MomentsJobsModule } from './moments-jobs.module.js';
import { MomentsQueries } from './moments.queries.js';
import { type CreateMoment, MomentsService } from './moments.service.js';

describe('a moment', () => {
  let folder: string;
  let clip: Uint8Array;
  let photo: Uint8Array;
  let world: LibWorld;
  let moments: MomentsService;
  let queries: MomentsQueries;
  let ada: AccountId;
  let keys = 0;

  beforeAll(async () => {
    await ensurePhotoWorker();
    folder = await mkdtemp(join(tmpdir(), 'moments-test-'));
    clip = await readFile(await drawn(join(folder, 'clip.mp4'), [...moving('90x160', { seconds: 3 }), ...h264]));
    const still = ['-f', 'lavfi', '-i', 'testsrc2=s=64x48', '-frames:v', '1'];
    photo = await readFile(await drawn(join(folder, 'photo.jpg'), still));
    world = await openLibWorld([
      JobRunnerModule.forRoot({ lane: 'worker', concurrency: 4 }),
      JobRunnerModule.forRoot({ lane: 'transcoder', concurrency: 2 }),
      TranscodingModule.forRoot({ folder: join(folder, 'work'), sandboxRequired: false }),
      ...[CatalogJobsModule, IdentityJobsModule, LedgerJobsModule, MediaJobsModule, MomentsJobsModule],
    ]);
    moments = world.app.get(MomentsService);
    queries = world.app.get(MomentsQueries);
    await openFeature(world, 'MOMENTS');
  });
  afterAll(async () => {
    await world.close();
    await rm(folder, { recursive: true });
  });
  beforeEach(async () => {
    ada = await anAccount(world);
  });

  async function anUpload(purpose: 'VIDEO' | 'PHOTO' = 'VIDEO', bytes = purpose === 'VIDEO' ? clip : photo) {
    const media = { service: world.app.get(UploadsService), queries: world.app.get(UploadsQueries) };
    return (await uploadFile(media, { accountId: ada, purpose, bytes })).id;
  }

  const create = async (more: Partial<CreateMoment> = {}) =>
    moments.create({
      author: { accountId: ada, region: 'RU' },
      uploadIds: more.uploadIds ?? [await anUpload()],
      caption: '',
      idempotencyKey: `k${++keys}`,
      ...more,
    });

  const read = async (id: MomentId) => (await queries.byIds([id])).get(id)!;

  async function until(id: MomentId, status: string) {
    const deadline = Date.now() + 60_000;
    while (Date.now() < deadline) {
      const moment = await read(id);
      if (moment.status === status) return moment;
      await sleep(50);
    }
    throw new Error(`the moment stayed ${JSON.stringify(await read(id))}`);
  }

  /** Keys in the store that belong to a moment. */
  async function objectsOf(id: MomentId): Promise<string[]> {
    const keys: string[] = [];
    for (const assetId of (await queries.assetsOf([id])).get(id) ?? []) {
      for await (const { key } of world.app.get(ObjectStorage).list('media', `${assetId}/`)) keys.push(key);
    }
    return keys;
  }

  async function untilNothingIsStored(id: MomentId): Promise<void> {
    const deadline = Date.now() + 20_000;
    while ((await objectsOf(id)).length > 0 && Date.now() < deadline) await sleep(50);
    expect(await objectsOf(id)).toEqual([]);
  }

  const emitted = async (momentId: MomentId): Promise<string[]> =>
    (
      await world.database.transaction((tx) =>
        rows<{ event: string }>(
          tx,
          `select payload->>'event' as event from graphile_worker._private_jobs where payload::text like $1`,
          [`%${momentId}%`],
        ),
      )
    ).map(({ event }) => event);

  it('is made of one video, and published by itself', async () => {
    const created = await create({ caption: 'A walk in #Kadıköy' });

    expect(created).toMatchObject({ status: 'PROCESSING', kind: 'VIDEO', hashtags: ['kadıköy'], region: 'RU' });
    expect(await until(created.id, 'PUBLISHED')).toMatchObject({
      video: { durationMs: 3_000, hasAudio: false },
      photos: [],
      publishedAt: world.clock.now(),
    });
  }, 90_000);

  it('is made of photos in the order given', async () => {
    const small = await readFile(
      await drawn(join(folder, 'small.png'), ['-f', 'lavfi', '-i', 'testsrc2=s=32x32', '-frames:v', '1']),
    );
    const uploadIds = [await anUpload('PHOTO', small), await anUpload('PHOTO'), await anUpload('PHOTO', small)];

    const { id } = await create({ uploadIds });

    const { kind, photos } = await until(id, 'PUBLISHED');
    expect([kind, photos.map(({ width }) => width)]).toEqual(['PHOTO', [32, 64, 32]]);
  }, 90_000);

  it('fails with what is wrong, and leaves nothing in the store', async () => {
    const short = await readFile(await drawn(join(folder, 'short.mp4'), [...moving('64x64', { seconds: 1 }), ...h264]));
    const told = jest.spyOn(world.app.get(Events), 'emit');
    const { id } = await create({ uploadIds: [await anUpload('VIDEO', short)] });

    expect(await until(id, 'FAILED')).toMatchObject({
      failure: { code: 'LIMIT_EXCEEDED', reason: 'video_too_short', field: ['uploadIds', '0'] },
    });
    await untilNothingIsStored(id);
    expect(told.mock.calls.filter(([, event]) => event === momentFailed)).toEqual([
      [expect.anything(), momentFailed, { momentId: id, authorId: ada }],
    ]);
    told.mockRestore();
    await expect(moments.update({ accountId: ada, momentId: id, caption: 'x' })).rejects.toMatchObject({
      code: 'INVALID_STATE',
    });
  }, 90_000);

  describe('when it is made', () => {
    it('is one for one key, and refuses the key with another input', async () => {
      const uploadIds = [await anUpload()];
      const make = (caption: string) => create({ uploadIds, caption, idempotencyKey: 'same' });

      const [first, second] = await Promise.all([make('a'), make('a')]);

      expect(second.id).toBe(first.id);
      await expect(make('b')).rejects.toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' });
    });

    it('takes an upload once', async () => {
      const upload = await anUpload();
      const photoId = await anUpload('PHOTO');
      await create({ uploadIds: [upload] });

      await expect(create({ uploadIds: [upload] })).rejects.toMatchObject({ code: 'CONFLICT', field: ['uploadIds'] });
      await expect(create({ uploadIds: [photoId, photoId] })).rejects.toMatchObject({ field: ['uploadIds', '1'] });
    });

    it.each([
      ['nothing', async () => [], 'INVALID_INPUT'],
      ['two videos', async () => [await anUpload(), await anUpload()], 'INVALID_INPUT'],
      ['a video and a photo', async () => [await anUpload(), await anUpload('PHOTO')], 'INVALID_INPUT'],
      ['an upload that does not exist', async () => [newId<'upload'>()], 'NOT_FOUND'],
      ['21 photos', async () => Array.from({ length: 21 }, () => newId<'upload'>()), 'INVALID_INPUT'],
      ['a rejected upload', async () => [await anUpload('VIDEO', photo)], 'INVALID_STATE'],
    ])('is not made of %s', async (_, uploads: () => Promise<UploadId[]>, code) => {
      await expect(create({ uploadIds: await uploads() })).rejects.toMatchObject({ code });
    });

    it('is not made of another account’s upload', async () => {
      const theirs = await anUpload();
      ada = await anAccount(world);

      await expect(create({ uploadIds: [theirs] })).rejects.toThrow(NotFound);
    });

    it('has a caption of 2200 characters, of any script, and not of 2201', async () => {
      const uploadIds = [await anUpload()];

      await expect(create({ uploadIds, caption: '😀'.repeat(2_201) })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
      await expect(create({ uploadIds, caption: 'a\0b' })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
      expect((await create({ uploadIds, caption: '😀'.repeat(2_200) })).caption).toHaveLength(4_400);
    });

    it('is not made for an account that has just been deleted', async () => {
      const uploadIds = [await anUpload()];
      await world.database.transaction((tx) =>
        execute(tx, `update accounts set status = 'deleted', email = null where id = $1`, [ada]),
      );

      await expect(create({ uploadIds })).rejects.toMatchObject({ reason: 'account_gone' });
    });

    it('keeps the deletion of its author’s account waiting until it is stored', async () => {
      const standing = world.app.get(StandingService);
      const order: string[] = [];

      const deletion = await world.database.transaction(async (tx) => {
        await requireActive(tx, ada);
        const suspended = standing.suspend(ada, { by: null, reason: 'test' }).then(() => order.push('account changed'));
        await sleep(200);
        order.push('moment stored');
        return { suspended };
      });
      await deletion.suspended;

      expect(order).toEqual(['moment stored', 'account changed']);
      await expect(create()).rejects.toMatchObject({ reason: 'account_suspended' });
    });

    it('needs the feature to be open', async () => {
      const uploadIds = [await anUpload()];
      await closeFeature(world, 'MOMENTS');
      await sleep(5_100);

      await expect(create({ uploadIds })).rejects.toMatchObject({ code: 'FEATURE_NOT_AVAILABLE' });

      await openFeature(world, 'MOMENTS');
      await sleep(5_100);
    }, 30_000);
  });

  describe('with an hour', () => {
    it('waits as a draft that only its author sees, and is published when the hour comes', async () => {
      // The queue goes by real time.
      const publishAt = new Date(Date.now() + 12_000);
      const { id } = await create({ publishAt });
      const draft = await until(id, 'DRAFT');
      const seenBy = async (viewer?: AccountId) => (await queries.visibleTo(viewer, [id])).has(id);

      expect(draft).toMatchObject({ publishAt, publishedAt: undefined, video: { durationMs: 3_000 } });
      expect([await seenBy(ada), await seenBy(await anAccount(world)), await seenBy()]).toEqual([true, false, false]);

      expect(await until(id, 'PUBLISHED')).toMatchObject({ publishedAt: world.clock.now() });
      expect(await seenBy()).toBe(true);
    }, 90_000);

    it.each([
      ['now', 0],
      ['in the past', -1],
      ['more than 30 days ahead', days(30) + 1],
    ])('cannot have it %s', async (_, ahead) => {
      await expect(create({ publishAt: after(world.clock.now(), ahead) })).rejects.toMatchObject({
        code: 'INVALID_INPUT',
      });
    });

    it('can have it 30 days ahead', async () => {
      expect(await create({ publishAt: after(world.clock.now(), days(30)) })).toMatchObject({ status: 'PROCESSING' });
    });
  });

  it('is changed by its author, whatever the state, and tags follow the words', async () => {
    const { id } = await create({ caption: '#one' });

    const changed = await moments.update({ accountId: ada, momentId: id, caption: '#two', commentsEnabled: false });

    expect(changed).toMatchObject({ caption: '#two', hashtags: ['two'], commentsEnabled: false });
    expect(await moments.update({ accountId: ada, momentId: id })).toMatchObject({ caption: '#two' });
    const bob = await anAccount(world);
    await expect(moments.update({ accountId: bob, momentId: id, caption: '' })).rejects.toThrow(NotFound);
    expect(await until(id, 'PUBLISHED')).toMatchObject({ caption: '#two', commentsEnabled: false });
  }, 90_000);

  it('is gone for everybody once removed, with everything in the store, and removing it again changes nothing', async () => {
    const { id } = await create({ caption: 'words' });
    await until(id, 'PUBLISHED');
    expect(await objectsOf(id)).not.toEqual([]);
    const bob = await anAccount(world);
    await expect(moments.remove({ accountId: bob, momentId: id })).rejects.toThrow(NotFound);

    const removed = await moments.remove({ accountId: ada, momentId: id });

    expect(removed).toMatchObject({ status: 'REMOVED', caption: '', video: undefined });
    expect(await moments.remove({ accountId: ada, momentId: id })).toEqual(removed);
    expect((await queries.visibleTo(ada, [id])).size).toBe(0);
    await untilNothingIsStored(id);
  }, 90_000);

  it('can be removed while it is being made, and is never published then', async () => {
    const { id } = await create({ publishAt: after(world.clock.now(), 1_000) });

    await moments.remove({ accountId: ada, momentId: id });
    world.clock.advance(1_000);
    await sleep(5_000);

    expect(await read(id)).toMatchObject({ status: 'REMOVED' });
    await untilNothingIsStored(id);
    expect(await emitted(id)).not.toContain('moment-published');
  }, 60_000);

  it('goes with its author’s account', async () => {
    const ids = [(await create()).id, (await create({ publishAt: after(world.clock.now(), days(1)) })).id];

    await world.database.transaction((tx) => world.app.get(Events).emit(tx, accountDeleted, { accountId: ada }));

    for (const id of ids) await until(id, 'REMOVED');
  }, 60_000);

  describe('watched while it is made', () => {
    const watching: AsyncIterableIterator<MomentStep>[] = [];
    afterEach(async () => {
      for (const steps of watching.splice(0)) await steps.return?.();
    });
    const watch = async (accountId: AccountId, id: MomentId) => {
      const steps = await world.app.get(MomentProcessing).watch(accountId, id);
      watching.push(steps);
      return steps;
    };

    it('is told as it stands, further and further, and to its end', async () => {
      const { id } = await create();

      const told: MomentStep[] = [];
      for await (const step of await watch(ada, id)) told.push(step);

      expect(told[0]!.moment.status).toBe('PROCESSING');
      expect(told.at(-1)!.moment).toMatchObject({ status: 'PUBLISHED', video: { durationMs: 3_000 } });
      const progress = told.map((step) => step.progress);
      expect(progress).toEqual([...progress].sort((a, b) => a - b));
      expect(progress.at(-1)).toBe(1);
      const again = await watch(ada, id);
      expect((await again.next()).value).toMatchObject({ moment: { status: 'PUBLISHED' } });
      expect(await again.next()).toEqual({ done: true, value: undefined });
    }, 90_000);

    it('is told to its author only', async () => {
      const { id } = await create();

      await expect(watch(await anAccount(world), id)).rejects.toThrow(NotFound);
    });

    it('can be left while nothing happens', async () => {
      const { id } = await create({ publishAt: after(world.clock.now(), days(1)) });
      const steps = await watch(ada, id);
      await steps.next();

      const waiting = steps.next();
      await steps.return?.();

      expect(await waiting).toEqual({ done: true, value: undefined });
    });
  });

  it('stands in its author’s list in every state, newest first, page by page', async () => {
    const ids: MomentId[] = [];
    for (let count = 0; count < 3; count += 1) {
      world.clock.advance(1);
      ids.unshift((await create()).id);
    }
    await moments.remove({ accountId: ada, momentId: ids[1]! });

    const first = await queries.ofAuthor(ada, { limit: 1 });
    const second = await queries.ofAuthor(ada, { limit: 1, after: first.items[0]!.position });

    expect([first, second].map(({ items }) => items[0]!.item.id)).toEqual([ids[0], ids[2]]);
    expect([first.hasNextPage, second.hasNextPage]).toEqual([true, false]);
    const removed = await queries.ofAuthor(ada, { limit: 5 }, ['REMOVED']);
    expect(removed.items.map(({ item }) => item.id)).toEqual([ids[1]]);
  });
});
