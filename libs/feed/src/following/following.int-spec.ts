import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { aPublishedMoment, setMomentStatus } from '@moments/testing/moments';
import { aFollow } from '@moments/testing/social';
import { aWatchedMoment } from '@moments/testing/views';
import type { LibWorld } from '@moments/testing/platform';
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

describe('FOLLOWING', () => {
  beforeEach(async () => {
    await aFollow(world, { followerId: feed.viewer.accountId, followeeId: feed.authors[0] });
    await aFollow(world, { followerId: feed.viewer.accountId, followeeId: feed.authors[1] });
  });

  it('shows those whom the viewer follows, newest first, to its honest end', async () => {
    const made = await feed.moments(12);
    const followed = made.filter((_, index) => index % 3 !== 2);
    expect(await feed.readAll('FOLLOWING')).toEqual(followed);
    expect(await feed.page(undefined, 8, 'FOLLOWING')).toMatchObject({ hasNextPage: false });
    expect(await feed.page(undefined, 7, 'FOLLOWING')).toMatchObject({ hasNextPage: true });
  });

  it('loses nothing and repeats nothing when newer ones arrive between pages', async () => {
    const made = await feed.moments(12);
    const followed = made.filter((_, index) => index % 3 !== 2);
    const served = await feed.readAll('FOLLOWING', 2, () =>
      aPublishedMoment(world, { authorId: feed.authors[0], publishedAt: world.clock.now() }),
    );
    expect(served).toEqual(followed);
  });

  it('keeps apart moments of the same instant, and of the same millisecond', async () => {
    const at = world.clock.now();
    const made = await Promise.all(
      Array.from({ length: 7 }, () => aPublishedMoment(world, { authorId: feed.authors[0], publishedAt: at })),
    );
    await world.database.pool.query(
      `update moments set published_at = published_at + interval '3 microseconds' where id = any($1)`,
      [made.slice(0, 3)],
    );
    const served = await feed.readAll('FOLLOWING', 2);
    expect(served).toHaveLength(7);
    expect(new Set(served)).toEqual(new Set(made));
  });

  it('leaves out what was watched and what is removed', async () => {
    const made = await feed.moments(6);
    await aWatchedMoment(world, { viewerId: feed.viewer.accountId, momentId: made[0]!, watchedAt: world.clock.now() });
    await setMomentStatus(world, { momentId: made[1]!, status: 'REMOVED' });
    expect(await feed.readAll('FOLLOWING')).toEqual([made[3], made[4]]);
  });

  it('goes on where it stood when its session is over', async () => {
    const made = await feed.moments(12);
    const first = await feed.page(undefined, 3, 'FOLLOWING');
    await feed.loseRedis();
    const next = await feed.page(first.items.at(-1)!.cursor, 3, 'FOLLOWING');
    expect(next.sessionId).not.toBe(first.sessionId);
    expect([...idsOf(first), ...idsOf(next)]).toEqual(made.filter((_, index) => index % 3 !== 2).slice(0, 6));
  });

  it('is for those who have signed in', async () => {
    await expect(feed.page(undefined, 3, 'FOLLOWING', { region: 'RU' })).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
    });
  });
});
