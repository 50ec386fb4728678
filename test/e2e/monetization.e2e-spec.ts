import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays, businessDayOf, newId, toGlobalId } from '@moments/kernel';
import { execute } from '@moments/platform';
import { watched } from '@moments/testing/rewards';
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

const sql = (text: string, parameters: unknown[]) =>
  gateway.database.transaction((tx) => execute(tx, text, parameters));

/** Somebody who has everything that it takes. */
async function aPopularPerson(): Promise<Person> {
  const person = await aPerson(gateway);
  await sql(`update accounts set birth_date = '1990-05-04' where id = $1`, [person.accountId]);
  await sql('insert into profile_counters (account_id, followers) values ($1, 1000)', [person.accountId]);
  await watched(gateway, { creatorId: person.accountId, day: addDays(today(), -1), qualified: 10_000 });
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

const { ask } = asking(() => gateway);

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
    expect(requirements).not.toEqual([]);
    expect(requirements.filter(({ met }) => !met)).toEqual([]);
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
