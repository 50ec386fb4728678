import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type AccountId, newId } from '@moments/kernel';
import { Settings } from '@moments/platform';
import { type LibWorld, openLibWorld } from '@moments/testing/platform';
import { anAccount } from '@moments/testing/identity';
import { aBlock } from '@moments/testing/social';
import { ErasureService } from '../erasure/erasure.service.js';
import { SocialModule } from '../social.module.js';
import { SocialJobsModule } from '../social-jobs.module.js';
import { SocialQueries } from '../social.queries.js';
import { hidingLimits } from '../social.settings.js';
import { MutesQueries } from './mutes.queries.js';
import { MutesService } from './mutes.service.js';

let world: LibWorld;
let mutes: MutesService;
let social: SocialQueries;
let ada: AccountId;
let bob: AccountId;
let eve: AccountId;

beforeAll(async () => {
  world = await openLibWorld([SocialModule, SocialJobsModule]);
  [mutes, social] = [world.app.get(MutesService), world.app.get(SocialQueries)];
});

beforeEach(async () => {
  [ada, bob, eve] = await Promise.all([anAccount(world), anAccount(world), anAccount(world)]);
});

afterAll(async () => {
  await world.close();
});

const mute = (muterId: AccountId, mutedId: AccountId) => mutes.mute({ muterId, mutedId });
const unmute = (muterId: AccountId, mutedId: AccountId) => mutes.unmute({ muterId, mutedId });
const mutedBy = async (accountId: AccountId, limit = 50) => {
  const { items } = await world.app.get(MutesQueries).mutedBy(accountId, { limit });
  return items.map(({ item }) => item);
};
const isMuted = async (accountId: AccountId, viewerId?: AccountId) =>
  (await social.ofProfiles(viewerId, [accountId])).get(accountId)?.mutedByViewer;
const notFound = { code: 'NOT_FOUND', field: ['profileId'] };

describe('muting', () => {
  it('is one’s own: nobody else can tell', async () => {
    await mute(ada, bob);
    expect(await isMuted(bob, ada)).toBe(true);
    for (const viewer of [bob, eve, undefined]) expect(await isMuted(bob, viewer)).toBe(false);
    expect(await isMuted(ada, bob)).toBe(false);
  });

  it('is once when two devices mute at once, and taking it back twice is once, too', async () => {
    await Promise.all(Array.from({ length: 6 }, () => mute(ada, bob)));
    expect(await mutedBy(ada)).toEqual([bob]);
    await Promise.all(Array.from({ length: 6 }, () => unmute(ada, bob)));
    expect(await mutedBy(ada)).toEqual([]);
  });

  it('is not for oneself, and needs somebody from whom one is not apart', async () => {
    await expect(mute(ada, ada)).rejects.toMatchObject({ code: 'INVALID_INPUT', field: ['profileId'] });
    await aBlock(world, { blockerId: bob, blockedId: ada });
    await aBlock(world, { blockerId: ada, blockedId: eve });
    for (const nobody of [newId<'account'>(), bob, eve]) {
      await expect(mute(ada, nobody)).rejects.toMatchObject(notFound);
      await expect(unmute(ada, nobody)).rejects.toMatchObject(notFound);
    }
  });

  it('is listed last muted first, without those who have blocked one since, on full pages', async () => {
    const others = await Promise.all(Array.from({ length: 4 }, () => anAccount(world)));
    for (const other of others) {
      world.clock.advance(1_000);
      await mute(ada, other);
    }
    const [first, second, third, fourth] = others as [AccountId, AccountId, AccountId, AccountId];
    expect(await mutedBy(ada)).toEqual([fourth, third, second, first]);
    await aBlock(world, { blockerId: third, blockedId: ada });
    expect(await mutedBy(ada, 2)).toEqual([fourth, second]);
  });

  it('ends at the most that one may mute, also for two at once', async () => {
    const settings = world.app.get(Settings);
    await settings.set(hidingLimits.name, { ...hidingLimits.fallback, maxMuted: 1 }, 'test');
    try {
      const both = await Promise.allSettled([mute(ada, bob), mute(ada, eve)]);
      expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
      expect(both.find((each) => each.status === 'rejected')).toMatchObject({ reason: { code: 'LIMIT_EXCEEDED' } });
      const [muted] = await mutedBy(ada);
      await mute(ada, muted!);
    } finally {
      await settings.set(hidingLimits.name, hidingLimits.fallback, 'test');
    }
  });

  it('goes with either account that is deleted', async () => {
    await Promise.all([mute(ada, bob), mute(bob, ada), mute(eve, bob)]);
    await world.app.get(ErasureService).eraseAccount(ada);
    expect(await Promise.all([ada, bob, eve].map((each) => mutedBy(each)))).toEqual([[], [], [bob]]);
  });
});
