import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type AccountId, after, days, minutes, type MomentId, newId } from '@moments/kernel';
import { Settings } from '@moments/platform';
import { type Surface, ViewsModule } from '@moments/views';
import { anAccount } from '@moments/testing/identity';
import { aPublishedMoment } from '@moments/testing/moments';
import { type LibWorld, openLibWorld } from '@moments/testing/platform';
import { aBlock, aFollow, aMute, notInterested } from '@moments/testing/social';
import { testPlayback } from '@moments/testing/views';
import { passesOver } from './domain/passes-over.js';
import { FeedModule } from './feed.module.js';
import { type FeedPage, FeedQueries, type FeedViewer } from './feed.queries.js';
import { notInterestedSettings } from './feed.settings.js';

let world: LibWorld;
let feed: FeedQueries;
let viewer: FeedViewer & { accountId: AccountId };
let ada: AccountId;
let bob: AccountId;
/** In turns by ada and bob, the first the newest and ada's. */
let made: MomentId[];

const surfaces: Surface[] = ['FOR_YOU', 'FOLLOWING'];
const everything = { authorDays: 14, authorWeight: 1 };

beforeAll(async () => {
  world = await openLibWorld([FeedModule, ViewsModule.forRoot(testPlayback())]);
  feed = world.app.get(FeedQueries);
});

beforeEach(async () => {
  await world.database.pool.query('truncate moments, follows cascade');
  viewer = { accountId: await anAccount(world), region: 'RU' };
  [ada, bob] = await Promise.all([anAccount(world), anAccount(world)]);
  await Promise.all([ada, bob].map((followeeId) => aFollow(world, { followerId: viewer.accountId, followeeId })));
  // The list of the test before is too old to be shown.
  world.clock.advance(minutes(1));
  made = await Promise.all(
    Array.from({ length: 8 }, (_, index) =>
      aPublishedMoment(world, {
        authorId: index % 2 === 0 ? ada : bob,
        publishedAt: after(world.clock.now(), -minutes(index + 1)),
      }),
    ),
  );
  await weigh(everything);
});

afterAll(async () => {
  await world.close();
});

const weigh = (setting: { authorDays: number; authorWeight: number }) =>
  world.app.get(Settings).set(notInterestedSettings.name, setting, 'test');

const page = (surface: Surface, cursor?: string, first = 50, who: FeedViewer = viewer): Promise<FeedPage> =>
  feed.page({ viewer: who, surface, page: { first, after: cursor } });

const idsOf = ({ items }: FeedPage) => items.map(({ momentId }) => momentId);
const served = async (surface: Surface, who?: FeedViewer) =>
  new Set(idsOf(await page(surface, undefined, undefined, who)));
const by = (author: AccountId) => made.filter((_, index) => (index % 2 === 0 ? ada : bob) === author);
const toldAgo = (ms: number, momentId = made[0]!) =>
  notInterested(world, {
    accountId: viewer.accountId,
    momentId,
    authorId: ada,
    toldAt: after(world.clock.now(), -ms),
  });

describe('FOR_YOU', () => {
  it.each<[string, () => Promise<void>]>([
    ['the viewer has blocked', () => aBlock(world, { blockerId: viewer.accountId, blockedId: ada })],
    ['has blocked the viewer', () => aBlock(world, { blockerId: ada, blockedId: viewer.accountId })],
    ['the viewer has muted', () => aMute(world, { muterId: viewer.accountId, mutedId: ada })],
  ])('shows nothing of an author whom %s, and everything to others', async (_, hide) => {
    await hide();
    expect(await served('FOR_YOU')).toEqual(new Set(by(bob)));
    const others = [{ region: 'RU' }, { accountId: newId<'account'>(), region: 'RU' }];
    for (const other of others) expect(await served('FOR_YOU', other)).toEqual(new Set(made));
  });

  it('shows a viewer whom they have muted: muting is one’s own', async () => {
    await aMute(world, { muterId: ada, mutedId: viewer.accountId });
    expect(await served('FOR_YOU')).toEqual(new Set(made));
  });
});

describe.each(surfaces)('%s', (surface) => {
  it('never shows again what did not interest the viewer', async () => {
    await toldAgo(days(1_000));
    expect(await served(surface)).toEqual(new Set(made.slice(1)));
  });

  it('obeys at once in a session that has begun', async () => {
    const first = await page(surface, undefined, 2);
    expect(idsOf(first)).toEqual(made.slice(0, 2));
    await toldAgo(0, made[3]);
    await aMute(world, { muterId: viewer.accountId, mutedId: ada });
    expect(idsOf(await page(surface, first.items[1]!.cursor))).toEqual([made[5], made[7]]);
  });

  it('shows what somebody else has muted or was not interested in', async () => {
    await aMute(world, { muterId: bob, mutedId: ada });
    await notInterested(world, { accountId: bob, momentId: made[0]!, authorId: ada, toldAt: world.clock.now() });
    expect(await served(surface)).toEqual(new Set(made));
  });
});

describe('the author of what did not interest', () => {
  it('weighs less for 14 days and not a moment longer', async () => {
    await weigh({ authorDays: 14, authorWeight: 0 });
    await toldAgo(days(14) - 1);
    expect(await served('FOR_YOU')).toEqual(new Set(by(bob)));
    world.clock.advance(1);
    expect(await served('FOR_YOU')).toEqual(new Set(made.slice(1)));
  });

  it('is served by a share of their moments, the same ones every time', async () => {
    await toldAgo(0);
    const { accountId: viewerId } = viewer;
    const others = by(ada).slice(1);
    for (const authorWeight of [0.2, 0.5, 0.8]) {
      await weigh({ authorDays: 14, authorWeight });
      const kept = others.filter((momentId) => !passesOver({ viewerId, momentId }, authorWeight));
      for (let time = 0; time < 2; time += 1) {
        expect(await served('FOR_YOU')).toEqual(new Set([...by(bob), ...kept]));
      }
    }
  });

  it('weighs nothing less for those who follow them, where only they are shown', async () => {
    await weigh({ authorDays: 14, authorWeight: 0 });
    await toldAgo(0);
    expect(await served('FOLLOWING')).toEqual(new Set(made.slice(1)));
  });
});
