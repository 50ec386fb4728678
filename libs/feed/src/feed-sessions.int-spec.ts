import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { hours } from '@moments/kernel';
import { Redis } from '@moments/platform';
import type { LibWorld } from '@moments/testing/platform';
import { FeedQueries } from './feed.queries.js';
import { FeedScene, openFeedWorld } from './testing/feed-scene.js';

let world: LibWorld;
let feed: FeedScene;

beforeAll(async () => {
  world = await openFeedWorld();
});
beforeEach(async () => {
  feed = await FeedScene.set(world);
});
afterAll(() => world.close());

describe('a session', () => {
  it('whose time is over goes on as a new one, without an error', async () => {
    await feed.moments(6);
    const first = await feed.page();
    const redis = world.app.get(Redis);
    await redis.client.del(redis.key('feed', 'session', first.sessionId));
    const next = await feed.page(first.items.at(-1)!.cursor);
    expect(next.items).toHaveLength(3);
    expect(next.sessionId).not.toBe(first.sessionId);
  });

  it('goes on as a new one when Redis has lost everything', async () => {
    await feed.moments(6);
    const first = await feed.page();
    await feed.loseRedis();
    const elsewhere = (await world.anotherProcess()).get(FeedQueries);
    const after = first.items.at(-1)!.cursor;
    expect(await elsewhere.page({ viewer: feed.viewer, surface: 'FOR_YOU', page: { after } })).toMatchObject({
      hasNextPage: false,
    });
  });

  it('is nobody else’s', async () => {
    await feed.moments(6);
    const cursor = (await feed.page()).items[0]!.cursor;
    const somebody = { accountId: feed.authors[0], region: 'RU' };
    for (const who of [somebody, { region: 'RU' }]) {
      await expect(feed.page(cursor, 3, 'FOR_YOU', who)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    }
    const anonymous = (await feed.page(undefined, 3, 'FOR_YOU', { region: 'RU' })).items[0]!.cursor;
    await expect(feed.page(anonymous)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });

  it('is one surface’s', async () => {
    await feed.moments(6);
    const cursor = (await feed.page()).items[0]!.cursor;
    await expect(feed.page(cursor, 3, 'FOLLOWING')).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });

  it('does not begin from a cursor that was made up', async () => {
    await feed.moments(6);
    const { sessionId } = await feed.page();
    const far = Buffer.from(JSON.stringify(['y', sessionId, 5_000, 4_999])).toString('base64url');
    for (const cursor of ['', 'x', 'W10', Buffer.from('["y"]').toString('base64url'), far]) {
      await expect(feed.page(cursor)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    }
  });

  it('serves 1 to 50 at once', async () => {
    await feed.moments(3);
    await expect(feed.page(undefined, 0)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    await expect(feed.page(undefined, 51)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    expect((await feed.page(undefined, 50)).items).toHaveLength(3);
  });

  it('and its list are kept no longer than anybody can need them', async () => {
    await feed.moments(1);
    await feed.page();
    const redis = world.app.get(Redis);
    const keys = await redis.client.keys(redis.key('feed', '*'));
    const lifetimes = await Promise.all(keys.map((key) => redis.client.pTTL(key)));
    expect(keys.length).toBeGreaterThan(2);
    expect(lifetimes.every((ms) => ms > 0 && ms <= hours(4.5))).toBe(true);
  });
});
