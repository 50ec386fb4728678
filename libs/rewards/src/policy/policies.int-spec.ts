import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { IdentityModule } from '@moments/identity';
import { addDays, type BusinessDay, businessDayOf, type InvalidInput, newId } from '@moments/kernel';
import { Settings } from '@moments/platform';
import { type LibWorld, openLibWorld } from '@moments/testing/platform';
import { someRules } from '../testing/some-rules.js';
import { RewardPolicies } from './policies.service.js';

let world: LibWorld;
let policies: RewardPolicies;
let today: BusinessDay;
beforeAll(async () => {
  world = await openLibWorld([{ module: class {}, imports: [IdentityModule], providers: [RewardPolicies] }]);
  policies = world.app.get(RewardPolicies);
  today = businessDayOf(world.clock.now());
});
afterAll(() => world.close());

const publish = (inDays: number, idempotencyKey: string = newId()) =>
  policies.publish({ rules: someRules, effectiveFrom: addDays(today, inDays), idempotencyKey, by: null });
const versionOn = async (inDays: number) => (await policies.inForceOn(addDays(today, inDays))).version;

describe('the policy of a day', () => {
  it('is the one with the latest first day not after it, and of two the one published later', async () => {
    expect(await versionOn(0)).toBe(1);
    await publish(10);
    await publish(5);
    expect(await Promise.all([4, 5, 9, 10, 99].map(versionOn))).toEqual([1, 3, 3, 2, 2]);
    await publish(10);
    expect(await Promise.all([9, 10].map(versionOn))).toEqual([3, 4]);
    expect((await policies.current()).version).toBe(1);
  });

  it('is never one that was published after the day had begun, unless operators have said that this may be', async () => {
    await expect(publish(0)).rejects.toMatchObject({
      reason: 'policy_too_early',
      params: { earliest: addDays(today, 1) },
    });
    await world.app.get(Settings).set('rewards.policy-notice', { days: 3 }, 'test');
    await expect(publish(2)).rejects.toMatchObject({ reason: 'policy_too_early' });
    await world.app.get(Settings).set('rewards.policy-notice', { days: 0 }, 'test');
    const { version } = await publish(0);
    expect(await versionOn(0)).toBe(version);
  });

  it('has a number without gaps, however many are published at once', async () => {
    const before = (await policies.all()).length;
    await Promise.all(Array.from({ length: 5 }, () => publish(20)));
    expect((await policies.all()).map(({ version }) => version)).toEqual(
      Array.from({ length: before + 5 }, (_, index) => index + 1),
    );
  });

  it('tells of every field that is wrong', async () => {
    const rules = { ...someRules, caps: { momentPerDayMinor: -1 }, currency: 'XYZ' };
    const refused = policies.publish({ rules, effectiveFrom: addDays(today, 1), idempotencyKey: 'k', by: null });
    await expect(refused).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    const error = await refused.catch((thrown: unknown) => thrown);
    const fields = (error as InvalidInput).problems().map(({ field }) => field?.join('.'));
    expect(fields).toEqual(['rules.currency', 'rules.caps.momentPerDayMinor', 'rules.caps.creatorPerDayMinor']);
  });
});
