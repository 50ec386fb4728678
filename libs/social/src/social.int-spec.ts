import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type AccountId, type MomentId, newId, type TimePosition } from '@moments/kernel';
import { Settings } from '@moments/platform';
import { type LibWorld, openLibWorld } from '@moments/testing/platform';
import { anAccount } from '@moments/testing/identity';
import { aPublishedMoment, setMomentStatus } from '@moments/testing/moments';
import fc from 'fast-check';
import { ErasureService } from './erasure/erasure.service.js';
import { FollowsService } from './follows/follows.service.js';
import { LikesService } from './likes/likes.service.js';
import { RecountService } from './counters/recount.service.js';
import { SocialModule } from './social.module.js';
import { SocialJobsModule } from './social-jobs.module.js';
import { SocialQueries } from './social.queries.js';
import { socialLimits } from './social.settings.js';

let world: LibWorld;
let follows: FollowsService;
let likes: LikesService;
let social: SocialQueries;
let recount: RecountService;
let erasure: ErasureService;
let [ada, bob, eve] = [newId<'account'>(), newId<'account'>(), newId<'account'>()];
let momentId: MomentId;

beforeAll(async () => {
  world = await openLibWorld([SocialModule, SocialJobsModule]);
  [follows, likes, social, recount, erasure] = [
    world.app.get(FollowsService),
    world.app.get(LikesService),
    world.app.get(SocialQueries),
    world.app.get(RecountService),
    world.app.get(ErasureService),
  ];
});

beforeEach(async () => {
  [ada, bob, eve] = await Promise.all([anAccount(world), anAccount(world), anAccount(world)]);
  momentId = await aPublishedMoment(world, { authorId: ada });
});

afterAll(async () => {
  await world.close();
});

const engagement = async (viewerId?: AccountId) => (await social.ofMoments(viewerId, [momentId])).get(momentId);
const connections = async (accountId: AccountId, viewerId?: AccountId) =>
  (await social.ofProfiles(viewerId, [accountId])).get(accountId);
const nothingDrifted = async () => expect(await recount.drift()).toEqual({ moments: [], profiles: [] });
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
    expect(new Set(await social.followingIds(eve))).toEqual(new Set(fans));
  });
});

describe('liking', () => {
  it('counts for the moment and its author, and shows to the one who likes', async () => {
    await likes.like({ accountId: bob, momentId });
    expect(await engagement(bob)).toMatchObject({ likes: 1, comments: 0, shares: 0, saves: 0, likedByViewer: true });
    expect(await engagement(eve)).toMatchObject({ likes: 1, likedByViewer: false });
    expect(await connections(ada)).toMatchObject({ likesReceived: 1 });
  });

  it('is one row and one count when two devices like at once, ten times over', async () => {
    await Promise.all(Array.from({ length: 10 }, () => likes.like({ accountId: bob, momentId })));
    expect(await engagement(bob)).toMatchObject({ likes: 1 });
    expect(await toldOf('moment-liked')).toHaveLength(1);
    await Promise.all(Array.from({ length: 10 }, () => likes.unlike({ accountId: bob, momentId })));
    expect(await engagement(bob)).toMatchObject({ likes: 0, likedByViewer: false });
    expect(await connections(ada)).toMatchObject({ likesReceived: 0 });
  });

  it('needs a published moment, and so does taking it back', async () => {
    await likes.like({ accountId: bob, momentId });
    for (const status of ['PROCESSING', 'IN_REVIEW', 'REJECTED', 'REMOVED'] as const) {
      await setMomentStatus(world, { momentId, status });
      await expect(likes.like({ accountId: eve, momentId })).rejects.toMatchObject({ code: 'NOT_FOUND' });
      await expect(likes.unlike({ accountId: bob, momentId })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    }
    await expect(likes.like({ accountId: eve, momentId: newId() })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('survives a crowd without losing one', async () => {
    const crowd = await Promise.all(Array.from({ length: 30 }, () => anAccount(world)));
    await Promise.all(crowd.map((accountId) => likes.like({ accountId, momentId })));
    expect(await engagement()).toMatchObject({ likes: 30 });
    await Promise.all(crowd.slice(0, 11).map((accountId) => likes.unlike({ accountId, momentId })));
    expect(await engagement()).toMatchObject({ likes: 19 });
    await nothingDrifted();
  });
});

describe('reading', () => {
  it('answers for many at once, and for those that nobody has touched', async () => {
    const other = await aPublishedMoment(world, { authorId: bob });
    await likes.like({ accountId: eve, momentId: other });
    const found = await social.ofMoments(eve, [momentId, other]);
    expect(found.get(momentId)).toMatchObject({ likes: 0, likedByViewer: false });
    expect(found.get(other)).toMatchObject({ likes: 1, likedByViewer: true });
    expect((await social.ofProfiles(eve, [ada, bob])).get(ada)).toMatchObject({ followers: 0, likesReceived: 0 });
  });
});

describe('erasing', () => {
  it('takes a removed moment’s likes off its author, once', async () => {
    const kept = await aPublishedMoment(world, { authorId: ada });
    await likes.like({ accountId: bob, momentId });
    await likes.like({ accountId: eve, momentId });
    await likes.like({ accountId: eve, momentId: kept });
    await Promise.all([1, 2].map(() => erasure.eraseMoment({ momentId, authorId: ada })));
    expect(await engagement(bob)).toMatchObject({ likes: 0, likedByViewer: false });
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

  it('takes along everything that a deleted account liked and followed, and those who followed it', async () => {
    const theirs = await aPublishedMoment(world, { authorId: eve });
    await likes.like({ accountId: bob, momentId });
    await likes.like({ accountId: bob, momentId: theirs });
    await follows.follow({ followerId: bob, followeeId: ada });
    await follows.follow({ followerId: eve, followeeId: bob });
    await erasure.eraseAccount(bob);
    await erasure.eraseAccount(bob);
    expect(await engagement(bob)).toMatchObject({ likes: 0, likedByViewer: false });
    expect(await connections(ada, bob)).toMatchObject({ followers: 0, likesReceived: 0, followedByViewer: false });
    expect(await connections(eve)).toMatchObject({ following: 0, likesReceived: 0 });
    expect(await connections(bob)).toMatchObject({ followers: 0, following: 0 });
    await expect(follows.follow({ followerId: eve, followeeId: bob })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await nothingDrifted();
  });
});

describe('counters', () => {
  it('equal their rows after any sequence of deeds, done in any company', async () => {
    const people = [ada, bob, eve];
    const moments = [momentId, await aPublishedMoment(world, { authorId: bob })];
    const person = fc.nat(2);
    const deed = fc.record({ who: person, whom: person, what: fc.nat(1), kind: fc.nat(3) });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(deed, { maxLength: 4 }), { maxLength: 6 }), async (rounds) => {
        for (const together of rounds) await Promise.allSettled(together.map((each) => perform(each)));
        await nothingDrifted();
      }),
      { numRuns: 15 },
    );

    function perform({ who, whom, what, kind }: { who: number; whom: number; what: number; kind: number }) {
      const [accountId, momentId] = [people[who]!, moments[what]!];
      const pair = { followerId: accountId, followeeId: people[whom]! };
      const deeds = [
        () => likes.like({ accountId, momentId }),
        () => likes.unlike({ accountId, momentId }),
        () => follows.follow(pair),
        () => follows.unfollow(pair),
      ];
      return deeds[kind]!();
    }
  });

  it('are found and mended when somebody has written past them', async () => {
    await likes.like({ accountId: bob, momentId });
    await follows.follow({ followerId: bob, followeeId: ada });
    await world.database.transaction(async (tx) => {
      await tx.query('update moment_counters set likes = 7 where moment_id = $1', [momentId]);
      await tx.query('update profile_counters set followers = 9 where account_id = $1', [ada]);
    });
    expect(await recount.drift()).toEqual({ moments: [momentId], profiles: [ada] });
    expect(await recount.mend()).toEqual({ moments: [momentId], profiles: [ada] });
    expect(await engagement()).toMatchObject({ likes: 1 });
    expect(await connections(ada)).toMatchObject({ followers: 1, likesReceived: 1 });
    await nothingDrifted();
  });
});
