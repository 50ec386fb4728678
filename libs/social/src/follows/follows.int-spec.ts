import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type AccountId, newId, type TimePosition } from '@moments/kernel';
import { Settings } from '@moments/platform';
import { type LibWorld, openLibWorld } from '@moments/testing/platform';
import { anAccount } from '@moments/testing/identity';
import { RecountService } from '../counters/recount.service.js';
import { SocialModule } from '../social.module.js';
import { SocialQueries } from '../social.queries.js';
import { socialLimits } from '../social.settings.js';
import { FollowsService } from './follows.service.js';

let world: LibWorld;
let follows: FollowsService;
let social: SocialQueries;
let ada: AccountId;
let bob: AccountId;
let eve: AccountId;

beforeAll(async () => {
  world = await openLibWorld([SocialModule]);
  [follows, social] = [world.app.get(FollowsService), world.app.get(SocialQueries)];
});

beforeEach(async () => {
  [ada, bob, eve] = [await anAccount(world), await anAccount(world), await anAccount(world)];
});

afterAll(() => world.close());

const connections = async (accountId: AccountId, viewerId?: AccountId) =>
  (await social.ofProfiles(viewerId, [accountId])).get(accountId);
const nothingDrifted = async () =>
  expect(await world.app.get(RecountService).drift()).toEqual({ moments: [], profiles: [] });
const toldOf = (event: string) =>
  world.database.read(
    {
      name: `test.told-${event}`,
      text: `select from graphile_worker._private_jobs where payload->>'event' = $1 and payload::text like $2`,
    },
    [event, `%${ada}%`],
  );

describe('following', () => {
  it('counts for both and shows to the follower alone', async () => {
    await follows.follow({ followerId: bob, followeeId: ada });
    expect(await connections(ada, bob)).toMatchObject({ followers: 1, following: 0, followedByViewer: true });
    expect(await connections(bob, ada)).toMatchObject({ followers: 0, following: 1, followedByViewer: false });
    expect(await connections(ada)).toMatchObject({ followedByViewer: false });
  });

  it('is one row and one count when two devices follow at once, ten times over', async () => {
    await Promise.all(Array.from({ length: 10 }, () => follows.follow({ followerId: bob, followeeId: ada })));
    expect(await connections(ada, bob)).toMatchObject({ followers: 1, followedByViewer: true });
    expect(await toldOf('account-followed')).toHaveLength(1);
    await Promise.all(Array.from({ length: 10 }, () => follows.unfollow({ followerId: bob, followeeId: ada })));
    expect(await connections(ada, bob)).toMatchObject({ followers: 0, followedByViewer: false });
    expect(await toldOf('account-unfollowed')).toHaveLength(1);
    await nothingDrifted();
  });

  it('lets two follow each other at the same time without a deadlock', async () => {
    const both = [
      { followerId: ada, followeeId: bob },
      { followerId: bob, followeeId: ada },
    ];
    for (let round = 0; round < 10; round += 1) {
      await Promise.all(both.map((each) => follows.follow(each)));
      await Promise.all(both.map((each) => follows.unfollow(each)));
    }
    await nothingDrifted();
  });

  it('ends at the most that one may follow, also for two at once, and goes on after unfollowing', async () => {
    const settings = world.app.get(Settings);
    await settings.set(socialLimits.name, { maxFollowing: 1 }, 'test');
    try {
      const both = await Promise.allSettled(
        [ada, eve].map((id) => follows.follow({ followerId: bob, followeeId: id })),
      );
      expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
      const [first, second] = both[0]?.status === 'fulfilled' ? [ada, eve] : [eve, ada];
      await follows.follow({ followerId: bob, followeeId: first });
      await expect(follows.follow({ followerId: bob, followeeId: second })).rejects.toMatchObject({
        code: 'LIMIT_EXCEEDED',
        field: ['profileId'],
      });
      expect(await connections(bob)).toMatchObject({ following: 1 });
      await follows.unfollow({ followerId: bob, followeeId: first });
      await follows.follow({ followerId: bob, followeeId: second });
      await nothingDrifted();
    } finally {
      await settings.set(socialLimits.name, socialLimits.fallback, 'test');
    }
  });

  it('is not for oneself', async () => {
    await expect(follows.follow({ followerId: ada, followeeId: ada })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      field: ['profileId'],
    });
  });

  it('needs somebody to follow', async () => {
    await expect(follows.follow({ followerId: ada, followeeId: newId() })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(follows.unfollow({ followerId: ada, followeeId: newId() })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('lists both ways, newest first, page by page', async () => {
    const fans = await Promise.all(Array.from({ length: 5 }, () => anAccount(world)));
    for (const followerId of fans) {
      world.clock.advance(1_000);
      await follows.follow({ followerId, followeeId: ada });
      await follows.follow({ followerId: eve, followeeId: followerId });
    }
    const listed = { followers: [] as AccountId[], following: [] as AccountId[] };
    let after: TimePosition | undefined;
    for (let more = true; more;) {
      const page = (await social.followersOf(undefined, [ada], { limit: 2, after })).get(ada)!;
      listed.followers.push(...page.items.map(({ item }) => item));
      [more, after] = [page.hasNextPage, page.items.at(-1)?.position];
    }
    listed.following = (await social.followingOf(undefined, [eve], { limit: 50 }))
      .get(eve)!
      .items.map(({ item }) => item);
    expect(listed).toEqual({ followers: fans.toReversed(), following: fans.toReversed() });
  });
});
