import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { requireActive, StandingService } from '@moments/identity';
import { type AccountId, after, days, hours, type MomentId, newId, NotFound, type UploadId } from '@moments/kernel';
import { Events, execute, rows } from '@moments/platform';
import { anAccount, closeFeature, openFeature } from '@moments/testing/identity';
import { h264, moving } from '@moments/testing/media';
import { setTimeout as sleep } from 'node:timers/promises';
import { MomentProcessing, type MomentStep } from './moment-processing.js';
import { momentFailed } from './moments.events.js';
import { publicationKey } from './moments.jobs.js';
import { MakingWorld, still } from './testing/making-world.js';

let world: MakingWorld;

beforeAll(async () => {
  world = await MakingWorld.open();
});
beforeEach(() => world.refresh());
afterAll(() => world.close());

describe('a moment', () => {
  it('is made of one video, and published by itself', async () => {
    const created = await world.create({ caption: 'A walk in #Kadıköy' });

    expect(created).toMatchObject({ status: 'PROCESSING', kind: 'VIDEO', hashtags: ['kadıköy'], region: 'RU' });
    expect(await world.until(created.id, 'PUBLISHED')).toMatchObject({
      video: { durationMs: 3_000, hasAudio: false },
      photos: [],
      publishedAt: world.lib.clock.now(),
    });
  });

  it('is made of photos in the order given', async () => {
    const small = await world.aFile('small.png', still('32x32'));
    const uploadIds = [
      await world.anUpload('PHOTO', small),
      await world.anUpload('PHOTO'),
      await world.anUpload('PHOTO', small),
    ];

    const { id } = await world.create({ uploadIds });

    const { kind, photos } = await world.until(id, 'PUBLISHED');
    expect([kind, photos.map(({ width }) => width)]).toEqual(['PHOTO', [32, 64, 32]]);
  });

  it('fails with what is wrong, and leaves nothing in the store', async () => {
    const short = await world.aFile('short.mp4', [...moving('64x64', { seconds: 1 }), ...h264]);
    const told = jest.spyOn(world.lib.app.get(Events), 'emit');
    const { id } = await world.create({ uploadIds: [await world.anUpload('VIDEO', short)] });

    expect(await world.until(id, 'FAILED')).toMatchObject({
      failure: { code: 'LIMIT_EXCEEDED', reason: 'video_too_short', field: ['uploadIds', '0'] },
    });
    await world.untilNothingIsStored(id);
    expect(told.mock.calls.filter(([, event]) => event === momentFailed)).toEqual([
      [expect.anything(), momentFailed, { momentId: id, authorId: world.ada }],
    ]);
    told.mockRestore();
    await expect(world.moments.update({ accountId: world.ada, momentId: id, caption: 'x' })).rejects.toMatchObject({
      code: 'INVALID_STATE',
    });
  });

  describe('when it is made', () => {
    it('is one for one key, and refuses the key with another input', async () => {
      const uploadIds = [await world.anUpload()];
      const make = (caption: string) => world.create({ uploadIds, caption, idempotencyKey: 'same' });

      const [first, second] = await Promise.all([make('a'), make('a')]);

      expect(second.id).toBe(first.id);
      await expect(make('b')).rejects.toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' });
    });

    it('takes an upload once', async () => {
      const upload = await world.anUpload();
      const photoId = await world.anUpload('PHOTO');
      await world.create({ uploadIds: [upload] });

      await expect(world.create({ uploadIds: [upload] })).rejects.toMatchObject({
        code: 'CONFLICT',
        field: ['uploadIds'],
      });
      await expect(world.create({ uploadIds: [photoId, photoId] })).rejects.toMatchObject({
        field: ['uploadIds', '1'],
      });
    });

    it.each([
      ['nothing', async () => [], 'INVALID_INPUT'],
      ['two videos', async () => [await world.anUpload(), await world.anUpload()], 'INVALID_INPUT'],
      ['a video and a photo', async () => [await world.anUpload(), await world.anUpload('PHOTO')], 'INVALID_INPUT'],
      ['an upload that does not exist', async () => [newId<'upload'>()], 'NOT_FOUND'],
      ['21 photos', async () => Array.from({ length: 21 }, () => newId<'upload'>()), 'INVALID_INPUT'],
      ['a rejected upload', async () => [await world.anUpload('VIDEO', world.files.PHOTO)], 'INVALID_STATE'],
    ])('is not made of %s', async (_, uploads: () => Promise<UploadId[]>, code) => {
      await expect(world.create({ uploadIds: await uploads() })).rejects.toMatchObject({ code });
    });

    it('is not made of another account’s upload', async () => {
      const theirs = await world.anUpload();
      world.ada = await anAccount(world.lib);

      await expect(world.create({ uploadIds: [theirs] })).rejects.toThrow(NotFound);
    });

    it('has a caption of 2200 characters, of any script, and not of 2201', async () => {
      const uploadIds = [await world.anUpload()];

      await expect(world.create({ uploadIds, caption: '😀'.repeat(2_201) })).rejects.toMatchObject({
        code: 'INVALID_INPUT',
      });
      await expect(world.create({ uploadIds, caption: 'a\0b' })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
      expect((await world.create({ uploadIds, caption: '😀'.repeat(2_200) })).caption).toHaveLength(4_400);
    });

    it('is not made for an account that has just been deleted', async () => {
      const uploadIds = [await world.anUpload()];
      await world.lib.database.transaction((tx) =>
        execute(tx, `update accounts set status = 'deleted', email = null where id = $1`, [world.ada]),
      );

      await expect(world.create({ uploadIds })).rejects.toMatchObject({ reason: 'account_gone' });
    });

    it('keeps the deletion of its author’s account waiting until it is stored', async () => {
      const standing = world.lib.app.get(StandingService);
      const order: string[] = [];

      const deletion = await world.lib.database.transaction(async (tx) => {
        await requireActive(tx, world.ada);
        const suspended = standing
          .suspend(world.ada, { by: null, reason: 'test' })
          .then(() => order.push('account changed'));
        await sleep(200);
        order.push('moment stored');
        return { suspended };
      });
      await deletion.suspended;

      expect(order).toEqual(['moment stored', 'account changed']);
      await expect(world.create()).rejects.toMatchObject({ reason: 'account_suspended' });
    });

    it('needs the feature to be open', async () => {
      const uploadIds = [await world.anUpload()];
      await closeFeature(world.lib, 'MOMENTS');
      await sleep(5_100);

      await expect(world.create({ uploadIds })).rejects.toMatchObject({ code: 'FEATURE_NOT_AVAILABLE' });

      await openFeature(world.lib, 'MOMENTS');
      await sleep(5_100);
    });
  });

  describe('with an hour', () => {
    const publicationOf = (id: MomentId) =>
      world.lib.database.transaction((tx) =>
        rows(tx, 'select run_at as at from graphile_worker._private_jobs where key = $1', [publicationKey(id)]),
      );
    const theHourComes = (id: MomentId) =>
      world.lib.database.transaction((tx) =>
        execute(tx, 'update graphile_worker._private_jobs set run_at = now() where key = $1', [publicationKey(id)]),
      );

    it('waits as a draft that only its author sees, and is published when the hour comes', async () => {
      const publishAt = after(world.lib.clock.now(), hours(1));
      const { id } = await world.create({ publishAt });
      const draft = await world.until(id, 'DRAFT');
      const seenBy = async (viewer?: AccountId) => (await world.queries.visibleTo(viewer, [id])).has(id);

      expect(draft).toMatchObject({ publishAt, publishedAt: undefined, video: { durationMs: 3_000 } });
      const others = [await seenBy(await anAccount(world.lib)), await seenBy()];
      expect([await seenBy(world.ada), ...others]).toEqual([true, false, false]);
      expect(await publicationOf(id)).toEqual([{ at: publishAt }]);

      // The queue goes by real time.
      await theHourComes(id);

      expect(await world.until(id, 'PUBLISHED')).toMatchObject({ publishedAt: world.lib.clock.now() });
      expect(await seenBy()).toBe(true);
    });

    it.each([
      ['now', 0],
      ['in the past', -1],
      ['more than 30 days ahead', days(30) + 1],
    ])('cannot have it %s', async (_, ahead) => {
      await expect(world.create({ publishAt: after(world.lib.clock.now(), ahead) })).rejects.toMatchObject({
        code: 'INVALID_INPUT',
      });
    });

    it('can have it 30 days ahead', async () => {
      expect(await world.create({ publishAt: after(world.lib.clock.now(), days(30)) })).toMatchObject({
        status: 'PROCESSING',
      });
    });
  });

  describe('watched while it is made', () => {
    const watching: AsyncIterableIterator<MomentStep>[] = [];
    afterEach(async () => {
      for (const steps of watching.splice(0)) await steps.return?.();
    });
    const watch = async (accountId: AccountId, id: MomentId) => {
      const steps = await world.lib.app.get(MomentProcessing).watch(accountId, id);
      watching.push(steps);
      return steps;
    };

    it('is told as it stands, further and further, and to its end', async () => {
      const { id } = await world.create();

      const told: MomentStep[] = [];
      for await (const step of await watch(world.ada, id)) told.push(step);

      expect(told[0]!.moment.status).toBe('PROCESSING');
      expect(told.at(-1)!.moment).toMatchObject({ status: 'PUBLISHED', video: { durationMs: 3_000 } });
      const progress = told.map((step) => step.progress);
      expect(progress).toEqual([...progress].sort((a, b) => a - b));
      expect(progress.at(-1)).toBe(1);
      const again = await watch(world.ada, id);
      expect((await again.next()).value).toMatchObject({ moment: { status: 'PUBLISHED' } });
      expect(await again.next()).toEqual({ done: true, value: undefined });
    });

    it('is told to its author only', async () => {
      const { id } = await world.create();

      await expect(watch(await anAccount(world.lib), id)).rejects.toThrow(NotFound);
    });

    it('can be left while nothing happens', async () => {
      const { id } = await world.create({ publishAt: after(world.lib.clock.now(), days(1)) });
      const steps = await watch(world.ada, id);
      await steps.next();

      const waiting = steps.next();
      await steps.return?.();

      expect(await waiting).toEqual({ done: true, value: undefined });
    });
  });
});
