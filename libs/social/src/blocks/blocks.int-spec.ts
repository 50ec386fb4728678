import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type AccountId, newId, type TimePosition } from '@moments/kernel';
import { execute, Settings } from '@moments/platform';
import { type LibWorld, openLibWorld } from '@moments/testing/platform';
import { anAccount } from '@moments/testing/identity';
import { aPublishedMoment } from '@moments/testing/moments';
import { RecountService } from '../counters/recount.service.js';
import { ErasureService } from '../erasure/erasure.service.js';
import { FollowsService } from '../follows/follows.service.js';
import { LikesService } from '../likes/likes.service.js';
import { SocialModule } from '../social.module.js';
import { SocialJobsModule } from '../social-jobs.module.js';
import { SocialQueries } from '../social.queries.js';
import { hidingLimits } from '../social.settings.js';
import { BlocksQueries } from './blocks.queries.js';
import { BlocksService } from './blocks.service.js';

let world: LibWorld;
let blocks: BlocksService;
let blocksQueries: BlocksQueries;
let follows: FollowsService;
let likes: LikesService;
let social: SocialQueries;
let ada: AccountId;
let bob: AccountId;
let eve: AccountId;

beforeAll(async () => {
  world = await openLibWorld([SocialModule, SocialJobsModule]);
  [blocks, blocksQueries, follows, likes, social] = [
    world.app.get(BlocksService),
    world.app.get(BlocksQueries),
    world.app.get(FollowsService),
    world.app.get(LikesService),
    world.app.get(SocialQueries),
  ];
});

beforeEach(async () => {
  [ada, bob, eve] = await Promise.all([anAccount(world), anAccount(world), anAccount(world)]);
});

afterAll(async () => {
  await world.close();
});

const block = (blockerId: AccountId, blockedId: AccountId) => blocks.block({ blockerId, blockedId });
const unblock = (blockerId: AccountId, blockedId: AccountId) => blocks.unblock({ blockerId, blockedId });
const follow = (followerId: AccountId, followeeId: AccountId) => follows.follow({ followerId, followeeId });
const ties = async (accountId: AccountId, viewerId?: AccountId) =>
  (await social.ofProfiles(viewerId, [accountId])).get(accountId);
const nothingDrifted = async () =>
  expect(await world.app.get(RecountService).drift()).toEqual({ moments: [], profiles: [] });
const notFound = { code: 'NOT_FOUND', field: ['profileId'] };
const blocksOf = async (...ids: AccountId[]) =>
  world.database.read({ name: 'test.blocks-of', text: 'select from blocks where blocker_id = any($1)' }, [ids]);
const toldOf = () =>
  world.database.read(
    {
      name: 'test.told-of-blocks',
      text: `select from graphile_worker._private_jobs where payload->>'event' = 'account-blocked' and payload::text like $1`,
    },
    [`%${ada}%`],
  );

describe('blocking', () => {
  it('ends what the two were to each other, with its counters, and nothing else', async () => {
    await Promise.all([follow(ada, bob), follow(bob, ada), follow(eve, ada), follow(bob, eve)]);
    await block(ada, bob);
    expect(await ties(ada)).toMatchObject({ followers: 1, following: 0 });
    expect(await ties(bob)).toMatchObject({ followers: 0, following: 1 });
    await nothingDrifted();
  });

  it.each([
    ['only the blocked one follows', () => follow(bob, ada)],
    ['only the blocker follows', () => follow(ada, bob)],
  ])('ends the one follow there is when %s', async (_, begin) => {
    await begin();
    await block(ada, bob);
    for (const account of [ada, bob]) expect(await ties(account)).toMatchObject({ followers: 0, following: 0 });
    await nothingDrifted();
  });

  it('is one row, told once, when two devices block at once, ten times over', async () => {
    await Promise.all(Array.from({ length: 10 }, () => block(ada, bob)));
    expect(await blocksOf(ada)).toHaveLength(1);
    expect(await toldOf()).toHaveLength(1);
    await Promise.all(Array.from({ length: 10 }, () => unblock(ada, bob)));
    expect(await blocksOf(ada)).toHaveLength(0);
  });

  it('is told to the blocker alone as theirs, and to the blocked as being out of sight', async () => {
    await block(ada, bob);
    expect(await ties(bob, ada)).toMatchObject({ blockedByViewer: true, hiddenFromViewer: false });
    expect(await ties(ada, bob)).toMatchObject({ blockedByViewer: false, hiddenFromViewer: true });
    for (const viewer of [eve, undefined]) {
      expect(await ties(ada, viewer)).toMatchObject({ blockedByViewer: false, hiddenFromViewer: false });
    }
    expect(await blocksQueries.hiddenFrom(ada, [bob, eve])).toEqual(new Set([bob]));
    expect(await blocksQueries.hiddenFrom(bob, [ada, eve])).toEqual(new Set([ada]));
    expect(await blocksQueries.hiddenFrom(undefined, [ada, bob])).toEqual(new Set());
  });

  it('leaves nothing that either could do with the other, until it is taken back', async () => {
    const [adas, bobs] = [
      await aPublishedMoment(world, { authorId: ada }),
      await aPublishedMoment(world, { authorId: bob }),
    ];
    await likes.like({ accountId: bob, momentId: adas });
    await block(ada, bob);
    for (const [one, other, momentId] of [
      [ada, bob, bobs],
      [bob, ada, adas],
    ] as const) {
      await expect(follow(one, other)).rejects.toMatchObject(notFound);
      await expect(follows.unfollow({ followerId: one, followeeId: other })).rejects.toMatchObject(notFound);
      await expect(likes.like({ accountId: one, momentId })).rejects.toMatchObject({ code: 'NOT_FOUND' });
      await expect(likes.unlike({ accountId: one, momentId })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    }
    expect(await ties(ada)).toMatchObject({ likesReceived: 1 });
    await unblock(ada, bob);
    await follow(bob, ada);
    await likes.unlike({ accountId: bob, momentId: adas });
    expect(await ties(ada)).toMatchObject({ followers: 1, likesReceived: 0 });
    await nothingDrifted();
  });

  it('cannot be answered by the blocked, for whom there is nobody', async () => {
    await block(ada, bob);
    await expect(block(bob, ada)).rejects.toMatchObject(notFound);
    await expect(unblock(bob, ada)).rejects.toMatchObject(notFound);
    expect(await blocksOf(ada, bob)).toHaveLength(1);
  });

  it('of each other at the same time leaves one block, and the other finds nobody', async () => {
    const both = await Promise.allSettled([block(ada, bob), block(bob, ada)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await blocksOf(ada, bob)).toHaveLength(1);
  });

  it('is not for oneself, and needs somebody who is there', async () => {
    await expect(block(ada, ada)).rejects.toMatchObject({ code: 'INVALID_INPUT', field: ['profileId'] });
    await world.database.transaction((tx) => execute(tx, 'update profiles set erased_at = now() where id = $1', [eve]));
    for (const nobody of [newId<'account'>(), eve]) {
      await expect(block(ada, nobody)).rejects.toMatchObject(notFound);
      await expect(unblock(ada, nobody)).rejects.toMatchObject(notFound);
    }
  });

  it('ends at the most that one may block, also for two at once, and goes on after unblocking', async () => {
    const settings = world.app.get(Settings);
    await settings.set(hidingLimits.name, { ...hidingLimits.fallback, maxBlocked: 1 }, 'test');
    try {
      const both = await Promise.allSettled([block(ada, bob), block(ada, eve)]);
      expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
      const [first, second] = both[0].status === 'fulfilled' ? [bob, eve] : [eve, bob];
      await block(ada, first);
      await expect(block(ada, second)).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED', field: ['profileId'] });
      await unblock(ada, first);
      await block(ada, second);
    } finally {
      await settings.set(hidingLimits.name, hidingLimits.fallback, 'test');
    }
  });

  it('lists whom one has blocked, last blocked first, page by page', async () => {
    const others = await Promise.all(Array.from({ length: 5 }, () => anAccount(world)));
    for (const other of others) {
      world.clock.advance(1_000);
      await block(ada, other);
    }
    const listed: AccountId[] = [];
    let after: TimePosition | undefined;
    for (let more = true; more;) {
      const page = await blocksQueries.blockedBy(ada, { limit: 2, after });
      listed.push(...page.items.map(({ item }) => item));
      [more, after] = [page.hasNextPage, page.items.at(-1)?.position];
    }
    expect(listed).toEqual(others.toReversed());
  });

  it('goes with either account that is deleted, and no deleted account blocks', async () => {
    await block(ada, bob);
    await block(eve, ada);
    const erasure = world.app.get(ErasureService);
    await erasure.eraseAccount(ada);
    await erasure.eraseAccount(ada);
    expect(await blocksOf(ada, eve)).toHaveLength(0);
    await world.database.transaction((tx) =>
      execute(
        tx,
        `update accounts set status = 'deleted', email = null, password_hash = null, birth_date = null where id = $1`,
        [ada],
      ),
    );
    await expect(block(ada, bob)).rejects.toMatchObject({ reason: 'account_gone' });
  });
});
