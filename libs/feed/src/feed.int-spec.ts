import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type AccountId, after, days, hours, minutes, type MomentId, newId, seconds } from '@moments/kernel';
import { Redis } from '@moments/platform';
import { PlaybackTokens, type Surface, ViewsModule } from '@moments/views';
import { anAccount } from '@moments/testing/identity';
import { aPublishedMoment, setMomentStatus } from '@moments/testing/moments';
import { type LibWorld, openLibWorld } from '@moments/testing/platform';
import { aFollow, aLike } from '@moments/testing/social';
import { aWatchedMoment, testPlayback } from '@moments/testing/views';
import { Rollout } from '@moments/identity';
import fc from 'fast-check';
import { FeedModule } from './feed.module.js';
import { type FeedPage, FeedQueries, type FeedViewer } from './feed.queries.js';

let world: LibWorld;
let feed: FeedQueries;
let viewer: FeedViewer & { accountId: AccountId };
let authors: [AccountId, AccountId, AccountId];

beforeAll(async () => {
  world = await openLibWorld([FeedModule, ViewsModule.forRoot(testPlayback())]);
  feed = world.app.get(FeedQueries);
});

beforeEach(async () => {
  await world.database.pool.query('truncate moments, follows, likes, moment_counters, moment_view_counters cascade');
  viewer = { accountId: await anAccount(world), region: 'RU' };
  authors = await Promise.all([anAccount(world), anAccount(world), anAccount(world)]);
  // The list of the test before is too old to be shown.
  world.clock.advance(minutes(1));
});

afterAll(async () => {
  await world.close();
});

/** Moments of three authors in turns, the first the newest, a minute apart. */
const moments = (count: number, options: { region?: string } = {}): Promise<MomentId[]> =>
  Promise.all(
    Array.from({ length: count }, (_, index) =>
      aPublishedMoment(world, {
        authorId: authors[index % 3]!,
        publishedAt: after(world.clock.now(), -minutes(index + 1)),
        ...options,
      }),
    ),
  );

const page = (cursor?: string, first = 3, surface: Surface = 'FOR_YOU', who: FeedViewer = viewer): Promise<FeedPage> =>
  feed.page({ viewer: who, surface, page: { first, after: cursor } });

const idsOf = ({ items }: FeedPage): MomentId[] => items.map(({ momentId }) => momentId);

async function readAll(surface: Surface = 'FOR_YOU', first = 3, between?: () => Promise<unknown>): Promise<MomentId[]> {
  const all: MomentId[] = [];
  for (let cursor: string | undefined, more = true; more;) {
    const read = await page(cursor, first, surface);
    expect(read.items.length === first || !read.hasNextPage).toBe(true);
    all.push(...idsOf(read));
    [cursor, more] = [read.items.at(-1)?.cursor, read.hasNextPage];
    await between?.();
  }
  return all;
}

/** As when Redis has been restarted. */
async function loseRedis(): Promise<void> {
  const redis = world.app.get(Redis);
  await redis.client.del(await redis.client.keys(redis.key('feed', '*')));
}

/** The list is made anew. */
const renewList = () => world.clock.advance(seconds(20));

describe('FOR_YOU', () => {
  it('shows everything there is, newest first while nothing is more popular, to its honest end', async () => {
    const made = await moments(10);
    expect(await readAll()).toEqual(made);
    expect(await page(undefined, 10)).toMatchObject({ hasNextPage: false });
    expect(await page(undefined, 9)).toMatchObject({ hasNextPage: true });
  });

  it('is empty when there is nothing', async () => {
    expect(await page()).toMatchObject({ items: [], hasNextPage: false });
  });

  it('mixes what is popular in between', async () => {
    const made = await moments(9);
    for (const accountId of authors.slice(1)) {
      await aLike(world, { accountId, momentId: made[7]!, authorId: authors[1] });
    }
    const served = await readAll();
    expect(served.slice(0, 2)).toEqual([made[0], made[7]]);
    expect(new Set(served)).toEqual(new Set(made));
  });

  it('leaves out one’s own, what is removed, and what was watched within 30 days', async () => {
    const made = await moments(6);
    const own = await aPublishedMoment(world, { authorId: viewer.accountId, publishedAt: world.clock.now() });
    await setMomentStatus(world, { momentId: made[1]!, status: 'REMOVED' });
    const now = world.clock.now();
    await aWatchedMoment(world, {
      viewerId: viewer.accountId,
      momentId: made[2]!,
      watchedAt: after(now, 1 - days(30)),
    });
    await aWatchedMoment(world, { viewerId: viewer.accountId, momentId: made[3]!, watchedAt: after(now, -days(30)) });
    await aWatchedMoment(world, { viewerId: authors[0], momentId: made[4]!, watchedAt: now });
    const served = await readAll();
    // The fourth is by the author of the first, so the fifth comes between them.
    expect(served).toEqual([made[0], made[4], made[3], made[5]]);
    expect(served).not.toContain(own);
  });

  it('does not show what is removed, or watched on another device, after the session has begun', async () => {
    const made = await moments(9);
    const first = await page();
    await setMomentStatus(world, { momentId: made[4]!, status: 'REMOVED' });
    await aWatchedMoment(world, { viewerId: viewer.accountId, momentId: made[5]!, watchedAt: world.clock.now() });
    // The fourth and the seventh are by one author.
    expect(idsOf(await page(first.items.at(-1)!.cursor))).toEqual([made[3], made[7], made[6]]);
  });

  it('says that there is no next page when the rest has been removed', async () => {
    const made = await moments(4);
    const first = await page();
    await setMomentStatus(world, { momentId: made[3]!, status: 'REMOVED' });
    expect(await page(first.items[1]!.cursor, 1)).toMatchObject({ hasNextPage: false });
  });

  it('gives the same page for the same cursor, whatever has come since, in any process', async () => {
    await moments(9);
    const first = await page();
    const second = await page(first.items.at(-1)!.cursor);
    await moments(5);
    renewList();
    await page();
    const again = await page(first.items.at(-1)!.cursor);
    expect(idsOf(again)).toEqual(idsOf(second));
    const elsewhere = (await world.anotherProcess()).get(FeedQueries);
    const there = await elsewhere.page({
      viewer,
      surface: 'FOR_YOU',
      page: { first: 3, after: first.items.at(-1)!.cursor },
    });
    expect(idsOf(there)).toEqual(idsOf(second));
    expect(there.sessionId).toBe(first.sessionId);
  });

  it('repeats nothing and loses nothing while moments come, go and gain likes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 7 }),
        fc.array(fc.constantFrom('new', 'remove', 'like', 'wait'), { maxLength: 12 }),
        async (first, happenings) => {
          await world.database.pool.query('truncate moments, likes, moment_counters cascade');
          renewList();
          const made = await moments(24);
          const removed = new Set<MomentId>();
          const waiting = [...happenings];
          const served = await readAll('FOR_YOU', first, async () => {
            const [happening, victim] = [waiting.shift(), made[waiting.length * 2]!];
            if (happening === 'new') await moments(2);
            if (happening === 'wait') renewList();
            if (happening === 'like')
              await aLike(world, { accountId: newId(), momentId: victim, authorId: authors[0] });
            if (happening === 'remove') {
              removed.add(victim);
              await setMomentStatus(world, { momentId: victim, status: 'REMOVED' });
            }
          });
          expect(new Set(served).size).toBe(served.length);
          expect(served).toEqual(expect.arrayContaining(made.filter((momentId) => !removed.has(momentId))));
        },
      ),
      { numRuns: 12 },
    );
  });

  it('goes on past the ranked candidates through everything older', async () => {
    await world.database.pool.query(
      `insert into moments (id, author_id, region, kind, status, caption, hashtags, comments_enabled, media,
                            idempotency_key, input_hash, created_at, updated_at, published_at)
       select gen_random_uuid(), $1::uuid, 'RU', 'VIDEO', 'PUBLISHED', '', '{}', true, '[]', n::text, '', t, t, t
         from generate_series(1, 1400) as n, lateral (select now() - n * interval '1 hour' - interval '1 microsecond' as t) as at`,
      [authors[0]],
    );
    const served = await readAll('FOR_YOU', 50);
    expect(served).toHaveLength(1_400);
    expect(new Set(served).size).toBe(1_400);
  });

  it('finds the few that are left for somebody who has watched the rest', async () => {
    const made = await moments(120);
    for (const momentId of made.slice(0, 118)) {
      await aWatchedMoment(world, { viewerId: viewer.accountId, momentId, watchedAt: world.clock.now() });
    }
    expect(await page()).toMatchObject({
      items: [{ momentId: made[118] }, { momentId: made[119] }],
      hasNextPage: false,
    });
  });

  it('looks only so far at once for somebody who has watched nearly everything, and goes on from there', async () => {
    await world.database.pool.query(
      `insert into moments (id, author_id, region, kind, status, caption, hashtags, comments_enabled, media,
                            idempotency_key, input_hash, created_at, updated_at, published_at)
       select gen_random_uuid(), $1::uuid, 'RU', 'VIDEO', 'PUBLISHED', '', '{}', true, '[]', n::text, '', t, t, t
         from generate_series(1, 3000) as n, lateral (select now() - n * interval '1 hour' as t) as at`,
      [authors[0]],
    );
    const { rows: left } = await world.database.pool.query<{ id: MomentId }>(
      `with ordered as (select id, row_number() over (order by published_at desc) as place from moments),
            watched as (insert into watched_moments (viewer_id, moment_id, last_watched_at)
                        select $1::uuid, id, $2::timestamptz from ordered where place not in (3, 2990))
       select id from ordered where place in (3, 2990) order by place`,
      [viewer.accountId, world.clock.now()],
    );
    const read = jest.spyOn(world.database, 'read');
    const pages: FeedPage[] = [];
    for (let cursor: string | undefined, more = true; more;) {
      read.mockClear();
      const next = await page(cursor, 10);
      expect(read.mock.calls.filter(([{ name }]) => name === 'feed.hidden').length).toBeLessThanOrEqual(4);
      pages.push(next);
      [cursor, more] = [next.endCursor, next.hasNextPage];
    }
    read.mockRestore();
    // 21, 84, 336 and 500 make 941 a request: the fourth reaches the end.
    expect(pages.map(idsOf)).toEqual([[left[0]!.id], [], [], [left[1]!.id]]);
    // Whoever goes on from the item instead only looks at the same again.
    const fromItem = await page(pages[0]!.items[0]!.cursor, 10);
    expect(fromItem).toMatchObject({ items: [], hasNextPage: true });
  });

  it('shows a new moment to the next session within ten seconds', async () => {
    await moments(1);
    await page();
    const fresh = await aPublishedMoment(world, { authorId: authors[0], publishedAt: world.clock.now() });
    world.clock.advance(seconds(10));
    expect(idsOf(await page())).toContain(fresh);
  });

  it('is open to those who have not signed in', async () => {
    const made = await moments(4);
    const anonymous = { region: 'RU' };
    const first = await page(undefined, 2, 'FOR_YOU', anonymous);
    expect(idsOf(first)).toEqual(made.slice(0, 2));
    expect(idsOf(await page(first.items.at(-1)!.cursor, 2, 'FOR_YOU', anonymous))).toEqual(made.slice(2));
  });

  it('hands out tokens that prove what was served to whom', async () => {
    await moments(2);
    const { items, sessionId } = await page();
    const tokens = world.app.get(PlaybackTokens);
    expect(tokens.verify(items[1]!.playbackToken, { viewerId: viewer.accountId })).toMatchObject({
      momentId: items[1]!.momentId,
      feedSessionId: sessionId,
      surface: 'FOR_YOU',
      promoted: false,
    });
  });
});

describe('a session', () => {
  it('whose time is over goes on as a new one, without an error', async () => {
    await moments(6);
    const first = await page();
    const redis = world.app.get(Redis);
    await redis.client.del(redis.key('feed', 'session', first.sessionId));
    const next = await page(first.items.at(-1)!.cursor);
    expect(next.items).toHaveLength(3);
    expect(next.sessionId).not.toBe(first.sessionId);
  });

  it('goes on as a new one when Redis has lost everything', async () => {
    await moments(6);
    const first = await page();
    await loseRedis();
    const elsewhere = (await world.anotherProcess()).get(FeedQueries);
    const after = first.items.at(-1)!.cursor;
    expect(await elsewhere.page({ viewer, surface: 'FOR_YOU', page: { after } })).toMatchObject({ hasNextPage: false });
  });

  it('is nobody else’s', async () => {
    await moments(6);
    const cursor = (await page()).items[0]!.cursor;
    const somebody = { accountId: authors[0], region: 'RU' };
    for (const who of [somebody, { region: 'RU' }]) {
      await expect(page(cursor, 3, 'FOR_YOU', who)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    }
    const anonymous = (await page(undefined, 3, 'FOR_YOU', { region: 'RU' })).items[0]!.cursor;
    await expect(page(anonymous)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });

  it('is one surface’s', async () => {
    await moments(6);
    const cursor = (await page()).items[0]!.cursor;
    await expect(page(cursor, 3, 'FOLLOWING')).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });

  it('does not begin from a cursor that was made up', async () => {
    await moments(6);
    const { sessionId } = await page();
    const far = Buffer.from(JSON.stringify(['y', sessionId, 5_000, 4_999])).toString('base64url');
    for (const cursor of ['', 'x', 'W10', Buffer.from('["y"]').toString('base64url'), far]) {
      await expect(page(cursor)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    }
  });

  it('serves 1 to 50 at once', async () => {
    await moments(3);
    await expect(page(undefined, 0)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    await expect(page(undefined, 51)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    expect((await page(undefined, 50)).items).toHaveLength(3);
  });
});

describe('FOLLOWING', () => {
  beforeEach(async () => {
    await aFollow(world, { followerId: viewer.accountId, followeeId: authors[0] });
    await aFollow(world, { followerId: viewer.accountId, followeeId: authors[1] });
  });

  it('shows those whom the viewer follows, newest first, to its honest end', async () => {
    const made = await moments(12);
    const followed = made.filter((_, index) => index % 3 !== 2);
    expect(await readAll('FOLLOWING')).toEqual(followed);
    expect(await page(undefined, 8, 'FOLLOWING')).toMatchObject({ hasNextPage: false });
    expect(await page(undefined, 7, 'FOLLOWING')).toMatchObject({ hasNextPage: true });
  });

  it('loses nothing and repeats nothing when newer ones arrive between pages', async () => {
    const made = await moments(12);
    const followed = made.filter((_, index) => index % 3 !== 2);
    const served = await readAll('FOLLOWING', 2, () =>
      aPublishedMoment(world, { authorId: authors[0], publishedAt: world.clock.now() }),
    );
    expect(served).toEqual(followed);
  });

  it('keeps apart moments of the same instant, and of the same millisecond', async () => {
    const at = world.clock.now();
    const made = await Promise.all(
      Array.from({ length: 7 }, () => aPublishedMoment(world, { authorId: authors[0], publishedAt: at })),
    );
    await world.database.pool.query(
      `update moments set published_at = published_at + interval '3 microseconds' where id = any($1)`,
      [made.slice(0, 3)],
    );
    const served = await readAll('FOLLOWING', 2);
    expect(served).toHaveLength(7);
    expect(new Set(served)).toEqual(new Set(made));
  });

  it('leaves out what was watched and what is removed', async () => {
    const made = await moments(6);
    await aWatchedMoment(world, { viewerId: viewer.accountId, momentId: made[0]!, watchedAt: world.clock.now() });
    await setMomentStatus(world, { momentId: made[1]!, status: 'REMOVED' });
    expect(await readAll('FOLLOWING')).toEqual([made[3], made[4]]);
  });

  it('goes on where it stood when its session is over', async () => {
    const made = await moments(12);
    const first = await page(undefined, 3, 'FOLLOWING');
    await loseRedis();
    const next = await page(first.items.at(-1)!.cursor, 3, 'FOLLOWING');
    expect(next.sessionId).not.toBe(first.sessionId);
    expect([...idsOf(first), ...idsOf(next)]).toEqual(made.filter((_, index) => index % 3 !== 2).slice(0, 6));
  });

  it('is for those who have signed in', async () => {
    await expect(page(undefined, 3, 'FOLLOWING', { region: 'RU' })).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });
});

describe('regions', () => {
  const openIn = (regions: string[]) =>
    world.app.get(Rollout).set({ feature: 'MOMENTS', regions, percent: 100, accountIds: [], by: null });

  it('shows nothing of a region that is closed, not even in a session that began before', async () => {
    const [russian, turkish] = [await moments(3), await moments(3, { region: 'TR' })];
    await aFollow(world, { followerId: viewer.accountId, followeeId: authors[0] });
    expect(new Set(await readAll())).toEqual(new Set([...russian, ...turkish]));
    const before = await page(undefined, 1);
    await openIn(['RU', 'KZ']);
    expect(await readAll()).toEqual(russian);
    expect(await readAll('FOLLOWING')).toEqual([russian[0]]);
    expect(idsOf(await page(before.items[0]!.cursor, 10)).every((momentId) => russian.includes(momentId))).toBe(true);
    await openIn([]);
  });

  it('shows nothing to a viewer where it is closed', async () => {
    await openIn(['KZ']);
    for (const who of [viewer, { region: 'RU' }]) {
      await expect(page(undefined, 3, 'FOR_YOU', who)).rejects.toMatchObject({ code: 'FEATURE_NOT_AVAILABLE' });
    }
    await expect(page(undefined, 3, 'FOR_YOU', { region: 'KZ' })).resolves.toBeDefined();
    await openIn([]);
  });
});

describe('rest', () => {
  it('keeps a list no longer than sessions can need it', async () => {
    await moments(1);
    await page();
    const redis = world.app.get(Redis);
    const keys = await redis.client.keys(redis.key('feed', '*'));
    const lifetimes = await Promise.all(keys.map((key) => redis.client.pTTL(key)));
    expect(keys.length).toBeGreaterThan(2);
    expect(lifetimes.every((ms) => ms > 0 && ms <= hours(4.5))).toBe(true);
  });
});
