import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { AccountId, MomentId } from '@moments/kernel';
import { execute } from '@moments/platform';
import { type LibWorld, openLibWorld } from '@moments/testing/platform';
import { anAccount } from '@moments/testing/identity';
import { aPublishedMoment } from '@moments/testing/moments';
import { RecountService } from '../counters/recount.service.js';
import { FollowsService } from '../follows/follows.service.js';
import { LikesService } from '../likes/likes.service.js';
import { SavesService } from '../saves/saves.service.js';
import { SharesService } from '../shares/shares.service.js';
import { SocialJobsModule } from '../social-jobs.module.js';
import { SocialModule } from '../social.module.js';
import { SocialQueries } from '../social.queries.js';
import { engagementOf } from '../testing/engagement-of.js';
import { ErasureService } from './erasure.service.js';

let world: LibWorld;
let follows: FollowsService;
let likes: LikesService;
let saves: SavesService;
let shares: SharesService;
let erasure: ErasureService;
let ada: AccountId;
let bob: AccountId;
let eve: AccountId;
let momentId: MomentId;

beforeAll(async () => {
  world = await openLibWorld([SocialModule, SocialJobsModule]);
  [follows, likes, saves, shares, erasure] = [
    world.app.get(FollowsService),
    world.app.get(LikesService),
    world.app.get(SavesService),
    world.app.get(SharesService),
    world.app.get(ErasureService),
  ];
});

beforeEach(async () => {
  [ada, bob, eve] = [await anAccount(world), await anAccount(world), await anAccount(world)];
  momentId = await aPublishedMoment(world, { authorId: ada });
});

afterAll(() => world.close());

const engagement = (accountId?: AccountId, id = momentId) => engagementOf(world, { momentId: id, accountId });
const connections = async (accountId: AccountId, viewerId?: AccountId) =>
  (await world.app.get(SocialQueries).ofProfiles(viewerId, [accountId])).get(accountId);
const nothingDrifted = async () =>
  expect(await world.app.get(RecountService).drift()).toEqual({ moments: [], profiles: [] });

/** How many statements wait for a lock. */
const waiting = async () => {
  const text = `select count(*)::int as waiting from pg_stat_activity
                 where datname = current_database() and wait_event_type = 'Lock'`;
  return (await world.database.read<{ waiting: number }>({ name: 'test.waiting', text }))[0]!.waiting;
};
const deleteAccount = (accountId: AccountId) =>
  world.database.transaction(async (tx) => {
    await execute(tx, 'select from accounts where id = $1 for update', [accountId]);
    await execute(
      tx,
      `update accounts set status = 'deleted', email = null, password_hash = null, birth_date = null where id = $1`,
      [accountId],
    );
  });

describe('erasing', () => {
  it('takes a removed moment’s likes off its author, once, and nothing of it is left', async () => {
    const kept = await aPublishedMoment(world, { authorId: ada });
    await likes.like({ accountId: bob, momentId });
    await likes.like({ accountId: eve, momentId });
    await likes.like({ accountId: eve, momentId: kept });
    await saves.save({ accountId: eve, momentId });
    await shares.share({ accountId: eve, momentId });
    await Promise.all([1, 2].map(() => erasure.eraseMoment({ momentId, authorId: ada })));
    const nothing = { likes: 0, comments: 0, shares: 0, saves: 0, liked: false, saved: false, shared: false };
    expect(await engagement(bob)).toEqual(nothing);
    expect(await engagement(eve)).toEqual(nothing);
    expect(await connections(ada)).toMatchObject({ likesReceived: 1 });
    await nothingDrifted();
  });

  it('lets no like in after the moment has gone, however they meet', async () => {
    const crowd = await Promise.all(Array.from({ length: 12 }, () => anAccount(world)));
    const liked = crowd.map((accountId) => likes.like({ accountId, momentId }));
    await Promise.allSettled([...liked, erasure.eraseMoment({ momentId, authorId: ada })]);
    expect(await engagement()).toMatchObject({ likes: 0 });
    expect(await connections(ada)).toMatchObject({ likesReceived: 0 });
    await expect(likes.like({ accountId: eve, momentId })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('takes along everything that a deleted account did with moments and followed, and those who followed it', async () => {
    const theirs = await aPublishedMoment(world, { authorId: eve });
    for (const id of [momentId, theirs]) {
      await likes.like({ accountId: bob, momentId: id });
      await saves.save({ accountId: bob, momentId: id });
      await shares.share({ accountId: bob, momentId: id });
    }
    await saves.save({ accountId: eve, momentId });
    await follows.follow({ followerId: bob, followeeId: ada });
    await follows.follow({ followerId: eve, followeeId: bob });
    await erasure.eraseAccount(bob);
    await erasure.eraseAccount(bob);
    const nothing = { likes: 0, shares: 0, liked: false, saved: false, shared: false };
    expect(await engagement(bob)).toMatchObject({ ...nothing, saves: 1 });
    expect(await engagement(bob, theirs)).toMatchObject({ ...nothing, saves: 0 });
    expect(await connections(ada, bob)).toMatchObject({ followers: 0, likesReceived: 0, followedByViewer: false });
    expect(await connections(eve)).toMatchObject({ following: 0, likesReceived: 0 });
    expect(await connections(bob)).toMatchObject({ followers: 0, following: 0 });
    await expect(follows.follow({ followerId: eve, followeeId: bob })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await nothingDrifted();
  });

  // Fails when a like does not hold its account: it is then written after everything of that account was looked for.
  it('takes along a like that was waiting for others’ when its account was deleted', async () => {
    await likes.like({ accountId: eve, momentId });
    const holder = await world.database.pool.connect();
    try {
      await holder.query('begin');
      await holder.query('select from moment_counters where moment_id = $1 for update', [momentId]);
      const liking = likes.like({ accountId: bob, momentId });
      while ((await waiting()) < 1);
      const erasing = { done: false };
      const deleting = deleteAccount(bob)
        .then(() => erasure.eraseAccount(bob))
        .finally(() => (erasing.done = true));
      while (!erasing.done && (await waiting()) < 2);
      await holder.query('rollback');
      await Promise.all([liking, deleting]);
    } finally {
      holder.release();
    }
    expect(await engagement(bob)).toMatchObject({ likes: 1, liked: false });
    await nothingDrifted();
  });
});
