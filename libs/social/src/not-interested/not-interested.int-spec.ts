import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type AccountId, days, type MomentId, newId } from '@moments/kernel';
import { type LibWorld, openLibWorld } from '@moments/testing/platform';
import { anAccount } from '@moments/testing/identity';
import { aPublishedMoment, setMomentStatus } from '@moments/testing/moments';
import { aBlock } from '@moments/testing/social';
import { ErasureService } from '../erasure/erasure.service.js';
import { SocialModule } from '../social.module.js';
import { SocialJobsModule } from '../social-jobs.module.js';
import { NotInterestedService } from './not-interested.service.js';

let world: LibWorld;
let service: NotInterestedService;
let ada: AccountId;
let bob: AccountId;
let momentId: MomentId;

beforeAll(async () => {
  world = await openLibWorld([SocialModule, SocialJobsModule]);
  service = world.app.get(NotInterestedService);
});

beforeEach(async () => {
  [ada, bob] = await Promise.all([anAccount(world), anAccount(world)]);
  momentId = await aPublishedMoment(world, { authorId: ada });
});

afterAll(async () => {
  await world.close();
});

const momentsOf = async (accountId: AccountId) => {
  const text = 'select moment_id as id from not_interested_moments where account_id = $1 order by created_at';
  const found = await world.database.read<{ id: MomentId }>({ name: 'test.uninteresting', text }, [accountId]);
  return found.map(({ id }) => id);
};
const authorsOf = (accountId: AccountId) =>
  world.database.read(
    {
      name: 'test.uninteresting-authors',
      text: 'select author_id as "authorId", told_at as "toldAt" from not_interested_authors where account_id = $1',
    },
    [accountId],
  );

describe('not being interested', () => {
  it('is kept once, with the moment’s author and the hour it was first said', async () => {
    const toldAt = world.clock.now();
    await Promise.all(Array.from({ length: 6 }, () => service.add({ accountId: bob, momentId })));
    world.clock.advance(days(1));
    await service.add({ accountId: bob, momentId });
    expect(await momentsOf(bob)).toEqual([momentId]);
    expect(await authorsOf(bob)).toEqual([{ authorId: ada, toldAt }]);
  });

  it('in another moment of the same author begins their time anew', async () => {
    await service.add({ accountId: bob, momentId });
    world.clock.advance(days(1));
    const other = await aPublishedMoment(world, { authorId: ada });
    await service.add({ accountId: bob, momentId: other });
    expect(await momentsOf(bob)).toEqual([momentId, other]);
    expect(await authorsOf(bob)).toEqual([{ authorId: ada, toldAt: world.clock.now() }]);
  });

  it('needs a moment that is shown to the account', async () => {
    const notFound = { code: 'NOT_FOUND', field: ['momentId'] };
    for (const status of ['PROCESSING', 'IN_REVIEW', 'REJECTED', 'REMOVED'] as const) {
      await setMomentStatus(world, { momentId, status });
      await expect(service.add({ accountId: bob, momentId })).rejects.toMatchObject(notFound);
    }
    await expect(service.add({ accountId: bob, momentId: newId() })).rejects.toMatchObject(notFound);
    const theirs = await aPublishedMoment(world, { authorId: ada });
    await aBlock(world, { blockerId: ada, blockedId: bob });
    await expect(service.add({ accountId: bob, momentId: theirs })).rejects.toMatchObject(notFound);
    expect(await momentsOf(bob)).toEqual([]);
  });

  it('goes with the moment, while its author’s time goes on', async () => {
    await service.add({ accountId: bob, momentId });
    await world.app.get(ErasureService).eraseMoment({ momentId, authorId: ada });
    expect(await momentsOf(bob)).toEqual([]);
    expect(await authorsOf(bob)).toMatchObject([{ authorId: ada }]);
  });

  it.each<[string, () => AccountId]>([
    ['who said so', () => bob],
    ['who made it', () => ada],
  ])('goes with the account of the one %s', async (_, whose) => {
    await service.add({ accountId: bob, momentId });
    await world.app.get(ErasureService).eraseAccount(whose());
    expect(await authorsOf(bob)).toEqual([]);
    expect(await momentsOf(bob)).toEqual(whose() === bob ? [] : [momentId]);
  });
});
