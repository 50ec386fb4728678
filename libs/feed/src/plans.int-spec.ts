import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AccountId, MomentId } from '@moments/kernel';
import { ViewsModule } from '@moments/views';
import { anAccount } from '@moments/testing/identity';
import { aPublishedMoment } from '@moments/testing/moments';
import { type LibWorld, openLibWorld, planOf } from '@moments/testing/platform';
import { aFollow } from '@moments/testing/social';
import { testPlayback } from '@moments/testing/views';
import type { PublicationPosition } from './domain/feed-cursor.js';
import { EngagementQueries } from './engagement/engagement.queries.js';
import { FeedModule } from './feed.module.js';
import { readFollowed } from './following/following.store.js';
import { readHidden } from './for-you/candidates.store.js';

const many = 20_000;
const candidates = 21;

let world: LibWorld;
/** Has muted and blocked very many and is blocked by very many; has watched, liked and left very much. */
let viewerId: AccountId;
let authorId: AccountId;

beforeAll(async () => {
  world = await openLibWorld([FeedModule, ViewsModule.forRoot(testPlayback())]);
  [viewerId, authorId] = await Promise.all([anAccount(world), anAccount(world)]);
  await aFollow(world, { followerId: viewerId, followeeId: authorId });
  // One row of each kind for everybody else, so that the planner takes very many for out of the ordinary.
  const pairs = [
    'insert into blocks (blocker_id, blocked_id, created_at)',
    'insert into mutes (muter_id, muted_id, created_at)',
    'insert into not_interested_moments (account_id, moment_id, created_at)',
    'insert into not_interested_authors (account_id, author_id, told_at)',
    'insert into watched_moments (viewer_id, moment_id, last_watched_at)',
    'insert into likes (account_id, moment_id, created_at)',
    'insert into saves (account_id, moment_id, created_at)',
  ];
  for (const insert of pairs) {
    await world.database.pool.query(
      `${insert} select case when n % 2 = 0 then $1::uuid else gen_random_uuid() end, gen_random_uuid(), now()
         from generate_series(1, $2::int) as n`,
      [viewerId, many],
    );
  }
  await world.database.pool.query(
    `insert into blocks (blocker_id, blocked_id, created_at)
     select gen_random_uuid(), $1::uuid, now() from generate_series(1, $2::int)`,
    [viewerId, many],
  );
  await Promise.all(Array.from({ length: candidates }, () => aPublishedMoment(world, { authorId })));
  await world.database.pool.query('analyze');
});

afterAll(async () => {
  await world.close();
});

const allMoments = async () => {
  const { rows } = await world.database.pool.query<{ id: MomentId }>('select id from moments');
  return rows.map(({ id }) => id);
};
const hiding = ['blocks', 'mutes', 'not_interested_moments', 'not_interested_authors', 'watched_moments'];
const read = async (work: () => Promise<unknown>) =>
  (await planOf(world.database, work)).filter(({ table }) => table && hiding.includes(table));

describe('what is hidden from somebody who hides and is hidden from very much', () => {
  const past = new Date(0);

  it('in FOR_YOU is looked up for each candidate, never read as a whole', async () => {
    const momentIds = await allMoments();
    const nodes = await read(() =>
      readHidden(world.database, { momentIds, viewerId, seenSince: past, lessenedSince: past, regions: undefined }),
    );
    expect(new Set(nodes.map(({ table }) => table))).toEqual(new Set(hiding));
    expect(nodes.filter(({ rowsRead }) => rowsRead > candidates)).toEqual([]);
  });

  it('in FOLLOWING costs a page no more the deeper it is', async () => {
    const page = (before?: PublicationPosition) =>
      readFollowed(world.database, { viewerId, regions: undefined, seenSince: past, before, limit: 5 });
    const first = await page();
    for (const before of [undefined, first.at(-1)?.position]) {
      const nodes = await planOf(world.database, () => page(before));
      expect(nodes.filter(({ table }) => table === 'moments')).toMatchObject([{ rowsRead: 5 }]);
    }
  });

  it('in FOLLOWING is looked up for each that is followed and each moment of theirs', async () => {
    const nodes = await read(() =>
      readFollowed(world.database, { viewerId, regions: undefined, seenSince: past, limit: candidates }),
    );
    expect(nodes.length).toBeGreaterThan(0);
    expect(nodes.filter(({ rowsRead }) => rowsRead > candidates)).toEqual([]);
  });
});

describe('what is shown beside moments', () => {
  it('is looked up for each of them, however much the viewer has liked and saved', async () => {
    const engagement = world.app.get(EngagementQueries);
    const momentIds = await allMoments();
    const nodes = await planOf(world.database, () => engagement.ofMoments(viewerId, momentIds));
    const own = nodes.filter(({ table }) => table === 'likes' || table === 'saves');
    expect(new Set(own.map(({ table }) => table))).toEqual(new Set(['likes', 'saves']));
    expect(own.filter(({ rowsRead }) => rowsRead > momentIds.length)).toEqual([]);
  });
});
