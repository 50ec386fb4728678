import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AccountId, addDays, businessDayOf, newId } from '@moments/kernel';
import { execute } from '@moments/platform';
import { someRules, viewsClosed, watched } from '@moments/testing/rewards';
import { asking } from '../support/asking.js';
import { startGateway, type TestGateway } from '../support/gateway.js';
import { aPerson, type Person } from '../support/person.js';

let gateway: TestGateway;
let operator: Person;
const today = () => businessDayOf(new Date());

beforeAll(async () => {
  gateway = await startGateway({ open: ['MONETIZATION'] });
  operator = await aPerson(gateway, { roles: ['OPERATOR'] });
});
afterAll(() => gateway.close());

const { ask, refusalOf } = asking(() => gateway);
const sql = (text: string, parameters: unknown[]) =>
  gateway.database.transaction((tx) => execute(tx, text, parameters));
const freeze = (creatorId: AccountId, day: string, qualified: number) =>
  sql(
    `insert into reward_facts (day, creator_id, moment_id, length_ms, qualified, completed, openers, buyers, open_strikes)
     values ($1, $2, $3, 20000, $4, 0, 0, 0, 0)`,
    [day, creatorId, newId<'moment'>(), qualified],
  );

interface UserError {
  code: string;
  field: string[] | null;
}
const errorFields = 'userErrors { code field }';

const publish = `mutation ($rules: JSON!, $from: Date!, $key: String!) {
  publishRewardPolicy(rules: $rules, effectiveFrom: $from, idempotencyKey: $key) { version effectiveFrom rules } }`;

describe('a reward policy', () => {
  it('can be read by anybody, with the schema of its rules', async () => {
    const { rewardPolicy, rewardPolicySchema } = await ask<{
      rewardPolicy: { version: number };
      rewardPolicySchema: object;
    }>('{ rewardPolicy { version effectiveFrom rules } rewardPolicySchema }');
    expect(rewardPolicy).toMatchObject({ version: 1, effectiveFrom: '2020-01-01', rules: { currency: 'RUB' } });
    expect(rewardPolicySchema).toMatchObject({ type: 'object', additionalProperties: false });
  });

  it.each([
    ['unbounded', { budget: { perDayMinor: Number.MAX_SAFE_INTEGER } }],
    ['negative', { commission: { ...someRules.commission, standardBps: -1 } }],
    ['without a budget', { budget: undefined }],
    [
      'overlapping',
      {
        quality: {
          ...someRules.quality,
          byOpenStrikes: [
            { from: 0, below: 3, multiplierBps: 1 },
            { from: 2, multiplierBps: 1 },
          ],
        },
      },
    ],
  ])('that is %s is refused', async (_, change) => {
    const rules = { ...someRules, ...change };
    const refusal = await refusalOf(publish, operator, { rules, from: addDays(today(), 1), key: newId() });
    expect(refusal?.extensions?.code).toBe('INVALID_INPUT');
  });

  it('is published for a day to come, once for a key, and never for a day that has begun', async () => {
    const [from, key] = [addDays(today(), 1), newId()];
    const [first, second] = await Promise.all(
      [1, 2].map(() =>
        ask<{ publishRewardPolicy: { version: number } }>(publish, operator, { rules: someRules, from, key }),
      ),
    );
    expect(second).toEqual(first);
    expect(first!.publishRewardPolicy).toMatchObject({ version: 2, effectiveFrom: from, rules: someRules });
    const conflict = await refusalOf(publish, operator, { rules: someRules, from: addDays(from, 1), key });
    expect(conflict?.extensions?.code).toBe('IDEMPOTENCY_CONFLICT');
    for (const past of [today(), addDays(today(), -1), '1999-01-01']) {
      const refusal = await refusalOf(publish, operator, { rules: someRules, from: past, key: newId() });
      expect(refusal?.extensions).toMatchObject({ code: 'INVALID_INPUT', reason: 'policy_too_early' });
    }
    await expect(gateway.database.pool.query(`update reward_policies set rules = '{}'`)).rejects.toThrow(
      'never changed',
    );
    await expect(gateway.database.pool.query('delete from reward_policies')).rejects.toThrow('never changed');
  });

  it('is tried on closed days before it is published', async () => {
    const creators = [await aPerson(gateway), await aPerson(gateway)];
    const day = addDays(today(), -40);
    const simulate = `query ($rules: JSON!, $from: Date!, $to: Date!) { operator {
      simulateRewards(rules: $rules, from: $from, to: $to) {
        creators total { amount } current { amount }
        biggestChanges { profile { id } current { amount } simulated { amount } } } } }`;
    const variables = { rules: someRules, from: day, to: day };
    expect((await refusalOf(simulate, operator, variables))?.extensions?.reason).toBe('simulation_days_open');
    await sql(
      `insert into reward_days (day, status, policy_version, currency, started_at, closed_at)
       values ($1, 'CLOSED', 1, 'RUB', now(), now())`,
      [day],
    );
    for (const [index, { accountId }] of creators.entries()) await freeze(accountId, day, (index + 1) * 1_000);
    const { operator: tried } = await ask<{ operator: { simulateRewards: object } }>(simulate, operator, variables);
    // Videos of 20 s, nobody watched to the end: 20.00 by both rates, × 0.8 for that by today's policy only.
    expect(tried.simulateRewards).toEqual({
      ...{ creators: 2, total: { amount: '60.00' }, current: { amount: '48.00' } },
      biggestChanges: [
        { profile: { id: creators[1]!.profileId }, current: { amount: '32.00' }, simulated: { amount: '40.00' } },
        { profile: { id: creators[0]!.profileId }, current: { amount: '16.00' }, simulated: { amount: '20.00' } },
      ],
    });
    for (const range of [
      { from: day, to: addDays(day, -1) },
      { from: day, to: addDays(day, 31) },
      { from: day, to: today() },
    ]) {
      const refusal = await refusalOf(simulate, operator, { ...variables, ...range });
      expect(refusal?.extensions?.code).toBe('INVALID_INPUT');
    }
  });
});

describe('a creator fund', () => {
  it('takes deposits, sets a pool aside, shares it to the kopeck, and never has less than nothing', async () => {
    const day = addDays(today(), -60);
    const creators = [await aPerson(gateway), await aPerson(gateway), await aPerson(gateway)];
    for (const { accountId } of creators) {
      await sql('insert into monetization_spells (account_id, number, from_day) values ($1, 1, $2)', [accountId, day]);
      await watched(gateway, { creatorId: accountId, day, qualified: 100 });
    }
    await viewsClosed(gateway, day);

    interface Fund {
      fund: { id: string; budget: { amount: string }; remaining: { amount: string } } | null;
      userErrors: UserError[];
    }
    const { createFund } = await ask<{ createFund: Fund }>(
      `mutation { createFund(input: { name: "Newcomers", purpose: "NEWCOMERS", idempotencyKey: "${newId()}" }) {
         fund { id budget { amount } remaining { amount } } ${errorFields} } }`,
      operator,
    );
    const fundId = createFund.fund!.id;
    const { addToFund } = await ask<{ addToFund: Fund }>(
      `mutation { addToFund(input: { fundId: "${fundId}", amount: { amount: "100.00", currency: "RUB" },
         idempotencyKey: "${newId()}" }) { fund { id remaining { amount } budget { amount } } ${errorFields} } }`,
      operator,
    );
    expect(addToFund.fund).toMatchObject({ budget: { amount: '100.00' }, remaining: { amount: '100.00' } });

    interface Period {
      period: { id: string; status: string } | null;
      userErrors: UserError[];
    }
    const open = async (amount: string, rules: object) =>
      (
        await ask<{ openFundPeriod: Period }>(
          `mutation ($rules: JSON!) { openFundPeriod(input: { fundId: "${fundId}", from: "${day}", to: "${day}",
             pool: { amount: "${amount}", currency: "RUB" }, rules: $rules, idempotencyKey: "${newId()}" }) {
             period { id status } ${errorFields} } }`,
          operator,
          { rules },
        )
      ).openFundPeriod;
    const rules = { qualify: {}, points: 'qualified', capBps: 10_000 };
    expect((await open('100.01', rules)).userErrors).toMatchObject([{ code: 'INSUFFICIENT_FUNDS' }]);
    expect((await open('1.00', { ...rules, capBps: 0 })).userErrors).toMatchObject([
      { code: 'INVALID_INPUT', field: ['rules', 'capBps'] },
    ]);
    const { period } = await open('100.00', rules);
    const { closeFundPeriod } = await ask<{ closeFundPeriod: Period }>(
      `mutation { closeFundPeriod(periodId: "${period!.id}") { period { id status } ${errorFields} } }`,
      operator,
    );
    expect(closeFundPeriod.period).toMatchObject({ status: 'CLOSED' });
    const { operator: report } = await ask<{ operator: { funds: unknown[] } }>(
      `{ operator { funds { remaining { amount } periods(first: 2) { edges { node { allocated { amount } unallocated { amount }
         shares(first: 5) { edges { node { profile { id } points amount { amount } } } } } } } } } }`,
      operator,
    );
    const shares = ['33.34', '33.33', '33.33'].map((amount, index) => ({
      node: { profile: { id: creators[index]!.profileId }, points: '100', amount: { amount } },
    }));
    expect(report.funds).toEqual([
      {
        remaining: { amount: '0.00' },
        periods: {
          edges: [
            { node: { allocated: { amount: '100.00' }, unallocated: { amount: '0.00' }, shares: { edges: shares } } },
          ],
        },
      },
    ]);
  });
});
