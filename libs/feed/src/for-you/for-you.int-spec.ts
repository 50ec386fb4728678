import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { after, days, type MomentId, newId, seconds } from '@moments/kernel';
import { PlaybackTokens } from '@moments/views';
import { aPublishedMoment, setMomentStatus } from '@moments/testing/moments';
import { aLike } from '@moments/testing/social';
import { aWatchedMoment } from '@moments/testing/views';
import type { LibWorld } from '@moments/testing/platform';
import fc from 'fast-check';
import { type FeedPage, FeedQueries } from '../feed.queries.js';
import { FeedScene, idsOf, openFeedWorld } from '../testing/feed-scene.js';

let world: LibWorld;
let feed: FeedScene;

beforeAll(async () => {
  world = await openFeedWorld();
});
beforeEach(async () => {
  feed = await FeedScene.set(world);
});
afterAll(() => world.close());

describe('FOR_YOU', () => {
  it('shows everything there is, newest first while nothing is more popular, to its honest end', async () => {
    const made = await feed.moments(10);
    expect(await feed.readAll()).toEqual(made);
    expect(await feed.page(undefined, 10)).toMatchObject({ hasNextPage: false });
    expect(await feed.page(undefined, 9)).toMatchObject({ hasNextPage: true });
  });

  it('is empty when there is nothing', async () => {
    expect(await feed.page()).toMatchObject({ items: [], hasNextPage: false });
  });

  it('mixes what is popular in between', async () => {
    const made = await feed.moments(9);
    for (const accountId of feed.authors.slice(1)) {
      await aLike(world, { accountId, momentId: made[7]!, authorId: feed.authors[1] });
    }
    const served = await feed.readAll();
    expect(served.slice(0, 2)).toEqual([made[0], made[7]]);
    expect(new Set(served)).toEqual(new Set(made));
  });

  it('leaves out one’s own, what is removed, and what was watched within 30 days', async () => {
    const made = await feed.moments(6);
    const own = await aPublishedMoment(world, { authorId: feed.viewer.accountId, publishedAt: world.clock.now() });
    await setMomentStatus(world, { momentId: made[1]!, status: 'REMOVED' });
    const now = world.clock.now();
    await aWatchedMoment(world, {
      viewerId: feed.viewer.accountId,
      momentId: made[2]!,
      watchedAt: after(now, 1 - days(30)),
    });
    await aWatchedMoment(world, {
      viewerId: feed.viewer.accountId,
      momentId: made[3]!,
      watchedAt: after(now, -days(30)),
    });
    await aWatchedMoment(world, { viewerId: feed.authors[0], momentId: made[4]!, watchedAt: now });
    const served = await feed.readAll();
    // The fourth is by the author of the first, so the fifth comes between them.
    expect(served).toEqual([made[0], made[4], made[3], made[5]]);
    expect(served).not.toContain(own);
  });

  it('does not show what is removed, or watched on another device, after the session has begun', async () => {
    const made = await feed.moments(9);
    const first = await feed.page();
    await setMomentStatus(world, { momentId: made[4]!, status: 'REMOVED' });
    await aWatchedMoment(world, { viewerId: feed.viewer.accountId, momentId: made[5]!, watchedAt: world.clock.now() });
    // The fourth and the seventh are by one author.
    expect(idsOf(await feed.page(first.items.at(-1)!.cursor))).toEqual([made[3], made[7], made[6]]);
  });

  it('says that there is no next page when the rest has been removed', async () => {
    const made = await feed.moments(4);
    const first = await feed.page();
    await setMomentStatus(world, { momentId: made[3]!, status: 'REMOVED' });
    expect(await feed.page(first.items[1]!.cursor, 1)).toMatchObject({ hasNextPage: false });
  });

  it('gives the same page for the same cursor, whatever has come since, in any process', async () => {
    await feed.moments(9);
    const first = await feed.page();
    const second = await feed.page(first.items.at(-1)!.cursor);
    await feed.moments(5);
    feed.renewList();
    await feed.page();
    const again = await feed.page(first.items.at(-1)!.cursor);
    expect(idsOf(again)).toEqual(idsOf(second));
    const elsewhere = (await world.anotherProcess()).get(FeedQueries);
    const there = await elsewhere.page({
      viewer: feed.viewer,
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
          feed.renewList();
          const made = await feed.moments(24);
          const removed = new Set<MomentId>();
          const waiting = [...happenings];
          const served = await feed.readAll('FOR_YOU', first, async () => {
            const [happening, victim] = [waiting.shift(), made[waiting.length * 2]!];
            if (happening === 'new') await feed.moments(2);
            if (happening === 'wait') feed.renewList();
            if (happening === 'like')
              await aLike(world, { accountId: newId(), momentId: victim, authorId: feed.authors[0] });
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
      [feed.authors[0]],
    );
    const served = await feed.readAll('FOR_YOU', 50);
    expect(served).toHaveLength(1_400);
    expect(new Set(served).size).toBe(1_400);
  });

  it('finds the few that are left for somebody who has watched the rest', async () => {
    const made = await feed.moments(120);
    for (const momentId of made.slice(0, 118)) {
      await aWatchedMoment(world, { viewerId: feed.viewer.accountId, momentId, watchedAt: world.clock.now() });
    }
    expect(await feed.page()).toMatchObject({
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
      [feed.authors[0]],
    );
    const { rows: left } = await world.database.pool.query<{ id: MomentId }>(
      `with ordered as (select id, row_number() over (order by published_at desc) as place from moments),
            watched as (insert into watched_moments (viewer_id, moment_id, last_watched_at)
                        select $1::uuid, id, $2::timestamptz from ordered where place not in (3, 2990))
       select id from ordered where place in (3, 2990) order by place`,
      [feed.viewer.accountId, world.clock.now()],
    );
    const read = jest.spyOn(world.database, 'read');
    const pages: FeedPage[] = [];
    for (let cursor: string | undefined, more = true; more;) {
      read.mockClear();
      const next = await feed.page(cursor, 10);
      expect(read.mock.calls.filter(([{ name }]) => name === 'feed.hidden').length).toBeLessThanOrEqual(4);
      pages.push(next);
      [cursor, more] = [next.endCursor, next.hasNextPage];
    }
    read.mockRestore();
    // 21, 84, 336 and 500 make 941 a request: the fourth reaches the end.
    expect(pages.map(idsOf)).toEqual([[left[0]!.id], [], [], [left[1]!.id]]);
    // Whoever goes on from the item instead only looks at the same again.
    const fromItem = await feed.page(pages[0]!.items[0]!.cursor, 10);
    expect(fromItem).toMatchObject({ items: [], hasNextPage: true });
  });

  it('shows a new moment to the next session within ten seconds', async () => {
    await feed.moments(1);
    await feed.page();
    const fresh = await aPublishedMoment(world, { authorId: feed.authors[0], publishedAt: world.clock.now() });
    world.clock.advance(seconds(10));
    expect(idsOf(await feed.page())).toContain(fresh);
  });

  it('is open to those who have not signed in', async () => {
    const made = await feed.moments(4);
    const anonymous = { region: 'RU' };
    const first = await feed.page(undefined, 2, 'FOR_YOU', anonymous);
    expect(idsOf(first)).toEqual(made.slice(0, 2));
    expect(idsOf(await feed.page(first.items.at(-1)!.cursor, 2, 'FOR_YOU', anonymous))).toEqual(made.slice(2));
  });

  it('hands out tokens that prove what was served to whom', async () => {
    await feed.moments(2);
    const { items, sessionId } = await feed.page();
    const tokens = world.app.get(PlaybackTokens);
    expect(tokens.verify(items[1]!.playbackToken, { viewerId: feed.viewer.accountId })).toMatchObject({
      momentId: items[1]!.momentId,
      feedSessionId: sessionId,
      surface: 'FOR_YOU',
      promoted: false,
    });
  });
});
