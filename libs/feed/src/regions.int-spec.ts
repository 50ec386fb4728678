import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { aFollow } from '@moments/testing/social';
import { Rollout } from '@moments/identity';
import type { LibWorld } from '@moments/testing/platform';
import { FeedScene, idsOf, openFeedWorld } from './testing/feed-scene.js';

let world: LibWorld;
let feed: FeedScene;

beforeAll(async () => {
  world = await openFeedWorld();
});
beforeEach(async () => {
  feed = await FeedScene.set(world);
});
afterAll(() => world.close());

describe('regions', () => {
  const openIn = (regions: string[]) =>
    world.app.get(Rollout).set({ feature: 'MOMENTS', regions, percent: 100, accountIds: [], by: null });

  it('shows nothing of a region that is closed, not even in a session that began before', async () => {
    const [russian, turkish] = [await feed.moments(3), await feed.moments(3, { region: 'TR' })];
    await aFollow(world, { followerId: feed.viewer.accountId, followeeId: feed.authors[0] });
    expect(new Set(await feed.readAll())).toEqual(new Set([...russian, ...turkish]));
    const before = await feed.page(undefined, 1);
    await openIn(['RU', 'KZ']);
    expect(await feed.readAll()).toEqual(russian);
    expect(await feed.readAll('FOLLOWING')).toEqual([russian[0]]);
    const rest = idsOf(await feed.page(before.items[0]!.cursor, 10));
    expect(rest).not.toEqual([]);
    expect(rest.filter((momentId) => !russian.includes(momentId))).toEqual([]);
    await openIn([]);
  });

  it('shows nothing to a viewer where it is closed', async () => {
    await openIn(['KZ']);
    for (const who of [feed.viewer, { region: 'RU' }]) {
      await expect(feed.page(undefined, 3, 'FOR_YOU', who)).rejects.toMatchObject({ code: 'FEATURE_NOT_AVAILABLE' });
    }
    await expect(feed.page(undefined, 3, 'FOR_YOU', { region: 'KZ' })).resolves.toBeDefined();
    await openIn([]);
  });
});
