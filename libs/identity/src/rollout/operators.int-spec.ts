import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { INestApplicationContext } from '@nestjs/common';
import { InvalidInput, newId, NotFound, toGlobalId } from '@moments/kernel';
import { execute } from '@moments/platform';
import { anAccount, closeFeature, openFeature } from '@moments/testing/identity';
import { StandingService } from '../accounts/standing.service.js';
import { Grants } from '../grants/grants.service.js';
import { FeatureNotAvailable } from '../identity.errors.js';
import { ProfilesQueries } from '../profiles/profiles.queries.js';
import { asNews } from '../testing/as-news.js';
import { type IdentityWorld, openIdentityWorld } from '../testing/identity-world.js';
import { Rollout } from './rollout.js';

let world: IdentityWorld;
let other: INestApplicationContext;
let rollout: Rollout;
let grants: Grants;

beforeAll(async () => {
  world = await openIdentityWorld();
  other = await world.anotherGateway();
  rollout = world.app.get(Rollout);
  grants = world.app.get(Grants);
});
afterAll(() => world.close());

const auditOf = (action: string) =>
  world.database.read<{ actor_id: string | null; subject: string | null; details: Record<string, unknown> }>(
    { name: 'test.audit', text: 'select actor_id, subject, details from audit_log where action = $1 order by id' },
    [action],
  );

describe('a new installation', () => {
  it('opens moments to everybody and nothing else to anybody', async () => {
    const access = await rollout.features({ region: 'RU' });
    expect(access.filter(({ available }) => available).map(({ feature }) => feature)).toEqual(['MOMENTS']);
    expect(access.find(({ feature }) => feature === 'MONETIZATION')).toEqual({
      feature: 'MONETIZATION',
      available: false,
      reason: 'closed',
    });
  });
});

describe('an operator who changes a rollout', () => {
  it('opens the feature on every process, and the change is audited with what was before', async () => {
    const [operator, tester] = [await anAccount(world, { roles: ['OPERATOR'] }), await anAccount(world)];
    const subject = { accountId: tester, region: 'TR' };
    await expect(other.get(Rollout).require(subject, 'CREATOR_ORDERS')).rejects.toBeInstanceOf(FeatureNotAvailable);
    const rule = { regions: ['RU'], percent: 0, accountIds: [tester] };

    await rollout.set({ feature: 'CREATOR_ORDERS', ...rule, by: operator });

    await rollout.require(subject, 'CREATOR_ORDERS');
    await asNews(async () => {
      const features = await other.get(Rollout).features(subject);
      return features.some(({ feature, available }) => feature === 'CREATOR_ORDERS' && available);
    });

    await rollout.set({ feature: 'CREATOR_ORDERS', regions: [], percent: 0, accountIds: [], by: null });
    await expect(rollout.require(subject, 'CREATOR_ORDERS')).rejects.toMatchObject({
      params: { feature: 'CREATOR_ORDERS', why: 'closed' },
    });
    expect(await auditOf('feature_rollout.changed')).toMatchObject([
      { actor_id: operator, details: { feature: 'CREATOR_ORDERS', rule, before: null, version: 1 } },
      { actor_id: null, details: { before: rule, version: 2 } },
    ]);
  });

  it.each([
    [{ percent: -1 }],
    [{ percent: 101 }],
    [{ percent: 1.5 }],
    [{ regions: ['ru'] }],
    [{ regions: ["RU'; drop table feature_rollouts; --"] }],
  ])('cannot set %j', async (change) => {
    const rule = {
      feature: 'MONETIZATION' as const,
      regions: ['RU'],
      percent: 10,
      accountIds: [],
      by: null,
      ...change,
    };
    await expect(rollout.set(rule)).rejects.toBeInstanceOf(InvalidInput);
  });

  it('is never in the way of tests that open and close a feature', async () => {
    const fresh = await world.anotherGateway();
    await openFeature(world, 'MONETIZATION');
    await fresh.get(Rollout).require({}, 'MONETIZATION');
    await closeFeature(world, 'MONETIZATION');
    const later = await world.anotherGateway();
    await expect(later.get(Rollout).require({}, 'MONETIZATION')).rejects.toBeInstanceOf(FeatureNotAvailable);
  });
});

describe('a role', () => {
  it('is granted once, audited once, and shows as a badge where it means one', async () => {
    const [operator, accountId] = [await anAccount(world), await anAccount(world)];
    const grant = { accountId, role: 'CREATOR' as const, by: operator };
    expect(await world.database.transaction((tx) => grants.grant(tx, grant))).toBe(true);
    expect(await world.database.transaction((tx) => grants.grant(tx, grant))).toBe(false);
    const subject = toGlobalId('account', accountId);
    const entries = (await auditOf('role.granted')).filter((entry) => entry.subject === subject);
    expect(entries).toEqual([{ actor_id: operator, subject, details: { role: 'CREATOR' } }]);
    const badges = async () => (await world.app.get(ProfilesQueries).byIds([accountId])).get(accountId)?.badges;
    expect(await badges()).toEqual(['MONETIZED_CREATOR']);
    expect(await world.database.transaction((tx) => grants.revoke(tx, grant))).toBe(true);
    expect(await world.database.transaction((tx) => grants.revoke(tx, grant))).toBe(false);
    expect(await badges()).toEqual([]);
  });

  it('is granted to accounts that there are only', async () => {
    const nobody = { accountId: newId<'account'>(), role: 'CREATOR' as const, by: null };
    await expect(world.database.transaction((tx) => grants.grant(tx, nobody))).rejects.toBeInstanceOf(NotFound);
  });

  it('leaves no trace when the transaction around it fails', async () => {
    const accountId = await anAccount(world);
    const before = (await auditOf('role.granted')).length;
    const failing = world.database.transaction(async (tx) => {
      await grants.grant(tx, { accountId, role: 'MODERATOR', by: null });
      throw new Error('later in the same use case');
    });
    await expect(failing).rejects.toThrow('later in the same use case');
    expect(await auditOf('role.granted')).toHaveLength(before);
  });
});

describe('the audit log', () => {
  it.each(['update audit_log set action = $1', 'delete from audit_log where action <> $1', 'truncate audit_log'])(
    'is append-only: %s',
    async (sql) => {
      const accountId = await anAccount(world);
      await world.app.get(StandingService).suspend(accountId, { by: null, reason: 'test' });
      const parameters = sql.includes('$1') ? ['x'] : [];
      const tampering = world.database.transaction((tx) => execute(tx, sql, parameters));
      await expect(tampering).rejects.toThrow('append-only');
    },
  );
});
