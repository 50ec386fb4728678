import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AccountId, addDays, businessDayOf, newId, toGlobalId } from '@moments/kernel';
import { Database, execute } from '@moments/platform';
import { openFeature } from '@moments/testing/identity';
import { someRules, viewsClosed, watched } from '@moments/testing/rewards';
import { startGateway, type TestGateway } from '../support/gateway.js';
import { aPerson, type Person } from '../support/person.js';

let gateway: TestGateway;
let database: Database;
let operator: Person;
const today = () => businessDayOf(new Date());

beforeAll(async () => {
  gateway = await startGateway();
  database = gateway.app.get(Database);
  await openFeature({ database }, 'MONETIZATION');
  operator = await aPerson(gateway, { roles: ['OPERATOR'] });
});
afterAll(() => gateway.close());

const sql = (text: string, parameters: unknown[]) => database.transaction((tx) => execute(tx, text, parameters));

/** Somebody who has everything that it takes. */
async function aPopularPerson(): Promise<Person> {
  const person = await aPerson(gateway);
  await sql(`update accounts set birth_date = '1990-05-04' where id = $1`, [person.accountId]);
  await sql('insert into profile_counters (account_id, followers) values ($1, 1000)', [person.accountId]);
  await watched({ database }, { creatorId: person.accountId, day: addDays(today(), -1), qualified: 10_000 });
  return person;
}

interface UserError {
  code: string;
  field: string[] | null;
  reason: string;
  message: string;
}
interface Monetization {
  status: string;
  reason: string | null;
  requirements: { code: string; required: string; current: string; met: boolean; reason: string | null }[];
}

const standing = 'status reason mayApplyAt requirements { code required current met atMost reason }';
const errorFields = 'userErrors { code field reason message }';

async function ask<Data>(document: string, person?: Person, variables: Record<string, unknown> = {}): Promise<Data> {
  const { data, errors } = await gateway.query<Data>(document, variables, { token: person?.token });
  expect(errors).toBeUndefined();
  return data!;
}
const refusalOf = async (document: string, person: Person, variables: Record<string, unknown> = {}) =>
  (await gateway.query(document, variables, { token: person.token })).errors?.[0];

const standingOf = async (person: Person): Promise<Monetization> =>
  (await ask<{ me: { monetization: Monetization } }>(`{ me { monetization { ${standing} } } }`, person)).me
    .monetization;

interface Answer {
  monetization: Monetization | null;
  userErrors: UserError[];
}
const apply = async (person: Person, input: Record<string, unknown> = {}): Promise<Answer> => {
  const { applyForMonetization } = await ask<{ applyForMonetization: Answer }>(
    `mutation ($input: ApplyForMonetizationInput!) {
       applyForMonetization(input: $input) { monetization { ${standing} } ${errorFields} } }`,
    person,
    {
      input: {
        ...{ taxStatus: 'SELF_EMPLOYED', legalName: 'Иванова Анна', inn: '500100732259' },
        ...{ idempotencyKey: newId(), ...input },
      },
    },
  );
  return applyForMonetization;
};

interface Application {
  id: string;
  status: string;
  account: { id: string };
  requirements: { met: boolean }[];
}
async function applicationOf({ accountId }: Person, status = 'IN_REVIEW'): Promise<Application> {
  const { operator: found } = await ask<{
    operator: { monetizationApplications: { edges: { node: Application }[] } };
  }>(
    `query ($status: MonetizationStatus) { operator { monetizationApplications(status: $status, first: 50) {
       edges { node { id status submittedAt account { id } requirements { met } } } } } }`,
    operator,
    { status },
  );
  const id = toGlobalId('account', accountId);
  return found.monetizationApplications.edges.map(({ node }) => node).find(({ account }) => account.id === id)!;
}
const decide = async (applicationId: string, rest: string): Promise<Answer> =>
  (
    await ask<{ decideMonetization: Answer }>(
      `mutation { decideMonetization(applicationId: "${applicationId}", ${rest}) {
         monetization { ${standing} } ${errorFields} } }`,
      operator,
    )
  ).decideMonetization;

describe('monetization', () => {
  it('shows everybody how far they are, and takes no application before everything is met', async () => {
    const person = await aPerson(gateway);
    const { status, requirements } = await standingOf(person);
    expect(status).toBe('NOT_APPLIED');
    expect(requirements.map(({ code, required, current, met }) => [code, required, current, met])).toEqual([
      ['AGE', '18', '0', false],
      ['FOLLOWERS', '1000', '0', false],
      ['QUALIFIED_VIEWS', '10000', '0', false],
      ['OPEN_STRIKES', '0', '0', true],
    ]);
    const { userErrors } = await apply(person);
    expect(userErrors).toMatchObject([{ code: 'NOT_ELIGIBLE', reason: 'requirements_not_met' }]);
  });

  it('refuses a wrong INN, and keeps nothing of it', async () => {
    const person = await aPopularPerson();
    for (const inn of ['500100732258', '7707083893', '', '50010073225x']) {
      expect((await apply(person, { inn })).userErrors).toMatchObject([{ code: 'INVALID_INPUT', field: ['inn'] }]);
    }
    expect(await standingOf(person)).toMatchObject({ status: 'NOT_APPLIED' });
  });

  it('is asked for, refused with reasons, and can be asked for again only later', async () => {
    const person = await aPopularPerson();
    const idempotencyKey = newId();
    const [first, second] = await Promise.all([apply(person, { idempotencyKey }), apply(person, { idempotencyKey })]);
    expect([first.monetization?.status, second.monetization?.status]).toEqual(['IN_REVIEW', 'IN_REVIEW']);
    expect((await apply(person, { idempotencyKey, legalName: 'Иванова Ольга' })).userErrors).toMatchObject([
      { code: 'IDEMPOTENCY_CONFLICT' },
    ]);
    const { id, requirements } = await applicationOf(person);
    expect(requirements.every(({ met }) => met)).toBe(true);
    expect((await decide(id, 'approve: false')).userErrors).toMatchObject([
      { code: 'INVALID_INPUT', field: ['reason'] },
    ]);
    const refused = await decide(
      id,
      'approve: false, reason: "Bought", requirementReasons: [{ code: "FOLLOWERS", reason: "Most are bots" }]',
    );
    expect(refused.monetization).toMatchObject({ status: 'REJECTED', reason: 'Bought' });
    const told = await standingOf(person);
    expect(told.requirements.find(({ code }) => code === 'FOLLOWERS')).toMatchObject({ reason: 'Most are bots' });
    expect((await apply(person)).userErrors).toMatchObject([{ code: 'INVALID_STATE', reason: 'applied_too_soon' }]);
  });

  it('that is approved makes a creator with a badge; a suspension takes it, and is audited', async () => {
    const person = await aPopularPerson();
    await apply(person);
    const { id } = await applicationOf(person);
    expect((await decide(id, 'approve: true')).monetization).toMatchObject({ status: 'APPROVED' });
    const seen = async () =>
      (
        await ask<{ me: { roles: string[]; profile: { badges: string[] } } }>(
          '{ me { roles profile { badges } } }',
          person,
        )
      ).me;
    expect(await seen()).toEqual({ roles: ['VIEWER', 'CREATOR'], profile: { badges: ['MONETIZED_CREATOR'] } });
    const accountId = toGlobalId('account', person.accountId);
    const set = (mutation: string, reason: string) =>
      ask<Record<string, Answer>>(
        `mutation { ${mutation}(input: { accountId: "${accountId}", reason: "${reason}" }) {
           monetization { ${standing} } ${errorFields} } }`,
        operator,
      );
    const { suspendMonetization } = await set('suspendMonetization', 'Bought views');
    expect(suspendMonetization!.monetization).toMatchObject({ status: 'SUSPENDED', reason: 'Bought views' });
    expect(await seen()).toEqual({ roles: ['VIEWER'], profile: { badges: [] } });
    const { liftMonetization } = await set('liftMonetization', 'It was a rival');
    expect(liftMonetization!.monetization).toMatchObject({ status: 'APPROVED', reason: null });
    const { operator: log } = await ask<{ operator: { auditLog: { edges: { node: { action: string } }[] } } }>(
      '{ operator { auditLog(first: 20) { edges { node { action subject { id } } } } } }',
      operator,
    );
    const actions = log.auditLog.edges.map(({ node }) => node.action).filter((action) => action.startsWith('monet'));
    expect(actions.slice(0, 3)).toEqual(['monetization.lifted', 'monetization.suspended', 'monetization.approved']);
  });
});

describe('what an operator sees of an applicant', () => {
  const refusals = async (fields: string) => {
    const document = `{ operator { monetizationApplications(first: 50) { edges { node { account { ${fields} } } } } } }`;
    const { errors } = await gateway.query(document, {}, { token: operator.token });
    return [...new Set(errors?.map(({ extensions }) => extensions?.code))];
  };

  it('is how they stand, and nothing private of their account or their money', async () => {
    await apply(await aPopularPerson());
    expect(await refusals('id roles region createdAt profile { handle } monetization { status reason }')).toEqual([]);
    const closed = [
      ...[
        'email',
        'sessions { id }',
        'features { feature }',
        'unreadNotificationsCount',
        'wallet { available { amount } }',
      ],
      ...['notifications(first: 1) { edges { node { id } } }', 'savedMoments(first: 1) { edges { node { id } } }'],
      ...['blockedProfiles(first: 1) { edges { node { id } } }', 'monetization { balance { available { amount } } }'],
      ...['monetization { payoutMethod { maskedAccount } }', 'monetization { statements { edges { node { id } } } }'],
      ...['monetization { payouts { edges { node { id } } } }', 'monetization { taxProfile { inn } }'],
    ];
    for (const field of closed) expect([field, await refusals(field)]).toEqual([field, ['FORBIDDEN']]);
  });

  it('is the same in the answer to a decision, while people read all of their own', async () => {
    const person = await aPopularPerson();
    await apply(person);
    const { id } = await applicationOf(person);
    const money = 'balance { available { amount } } taxProfile { inn }';
    const document = `mutation { decideMonetization(applicationId: "${id}", approve: true) { monetization { ${money} } } }`;
    const { errors } = await gateway.query(document, {}, { token: operator.token });
    expect(errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
    await ask(`{ me { email sessions { id } wallet { available { amount } } monetization { ${money} } } }`, person);
  });
});

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
    await expect(database.pool.query(`update reward_policies set rules = '{}'`)).rejects.toThrow('never changed');
    await expect(database.pool.query('delete from reward_policies')).rejects.toThrow('never changed');
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

const freeze = (creatorId: AccountId, day: string, qualified: number) =>
  sql(
    `insert into reward_facts (day, creator_id, moment_id, length_ms, qualified, completed, openers, buyers, open_strikes)
     values ($1, $2, $3, 20000, $4, 0, 0, 0, 0)`,
    [day, creatorId, newId<'moment'>(), qualified],
  );

describe('a creator fund', () => {
  it('takes deposits, sets a pool aside, shares it to the kopeck, and never has less than nothing', async () => {
    const day = addDays(today(), -60);
    const creators = [await aPerson(gateway), await aPerson(gateway), await aPerson(gateway)];
    for (const { accountId } of creators) {
      await sql('insert into monetization_spells (account_id, number, from_day) values ($1, 1, $2)', [accountId, day]);
      await watched({ database }, { creatorId: accountId, day, qualified: 100 });
    }
    await viewsClosed({ database }, day);

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
