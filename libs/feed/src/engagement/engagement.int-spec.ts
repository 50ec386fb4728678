import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type AccountId, type MomentId, newId } from '@moments/kernel';
import { execute } from '@moments/platform';
import { SavesService, SharesService, SocialModule } from '@moments/social';
import { ViewsModule } from '@moments/views';
import { anAccount } from '@moments/testing/identity';
import { aPublishedMoment } from '@moments/testing/moments';
import { type LibWorld, openLibWorld } from '@moments/testing/platform';
import { aLike } from '@moments/testing/social';
import { testPlayback } from '@moments/testing/views';
import { FeedModule } from '../feed.module.js';
import { EngagementQueries } from './engagement.queries.js';

let world: LibWorld;
let engagement: EngagementQueries;
let authorId: AccountId;
let viewerId: AccountId;
let momentId: MomentId;

beforeAll(async () => {
  world = await openLibWorld([FeedModule, SocialModule, ViewsModule.forRoot(testPlayback())]);
  engagement = world.app.get(EngagementQueries);
  [authorId, viewerId] = [await anAccount(world), await anAccount(world)];
  momentId = await aPublishedMoment(world, { authorId });
});

afterAll(() => world.close());

const watched = (id: MomentId, views: string) =>
  world.database.transaction((tx) =>
    execute(tx, 'insert into moment_view_counters (moment_id, views) values ($1, $2)', [id, views]),
  );
const untouched = { views: 0, likes: 0, comments: 0, shares: 0, saves: 0, likedByViewer: false, savedByViewer: false };

it('answers for many moments at once, for those that nobody has touched and for those that are not there', async () => {
  const [other, missing] = [await aPublishedMoment(world, { authorId }), newId<'moment'>()];
  await aLike(world, { accountId: viewerId, momentId: other, authorId });
  await aLike(world, { accountId: authorId, momentId: other, authorId });
  await world.app.get(SavesService).save({ accountId: viewerId, momentId: other });
  await world.app.get(SharesService).share({ accountId: viewerId, momentId: other });
  await watched(other, '41');
  const found = await engagement.ofMoments(viewerId, [momentId, other, missing]);
  expect(found.get(momentId)).toEqual({ momentId, ...untouched });
  expect(found.get(missing)).toEqual({ momentId: missing, ...untouched });
  const counters = { views: 41, likes: 2, comments: 0, shares: 1, saves: 1 };
  expect(found.get(other)).toEqual({ momentId: other, ...counters, likedByViewer: true, savedByViewer: true });
  const flags = { likedByViewer: false, savedByViewer: false };
  for (const somebody of [undefined, newId<'account'>()]) {
    expect((await engagement.ofMoments(somebody, [other])).get(other)).toEqual({
      momentId: other,
      ...counters,
      ...flags,
    });
  }
});

it.each([
  ['2147483647', 2_147_483_647],
  ['2147483648', 2_147_483_647],
])('tells %s views as %s, which is the most that an Int holds', async (counted, told) => {
  const popular = await aPublishedMoment(world, { authorId });
  await watched(popular, counted);
  expect((await engagement.ofMoments(undefined, [popular])).get(popular)?.views).toBe(told);
});
