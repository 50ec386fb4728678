import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays, after, businessDayOf, days, newId } from '@moments/kernel';
import { addresses } from '@moments/ledger';
import { type Earning, EarningsService } from '@moments/payouts';
import { rub } from '@moments/testing/ledger';
import { aPublishedMoment } from '@moments/testing/moments';
import { startGateway, type TestGateway } from '../support/gateway.js';
import { aPerson, type Person } from '../support/person.js';

let gateway: TestGateway;
let creator: Person;
let operator: Person;
/** When the file began; midnight may pass meanwhile. */
const recorded = businessDayOf(new Date());

beforeAll(async () => {
  gateway = await startGateway();
  creator = await aPerson(gateway);
  operator = await aPerson(gateway, { roles: ['OPERATOR'] });
  const { database } = gateway;
  const momentId = await aPublishedMoment({ database }, { authorId: creator.accountId });
  const of = (key: string, amount: string, more: Partial<Earning> = {}): Earning => ({
    ...{ key, creatorId: creator.accountId, day: recorded, kind: 'VIEW_REWARD', amount: rub(amount), momentId },
    ...{ source: addresses.platformRewards, availableAt: after(new Date(), days(14)) },
    basis: { policyVersion: 1, inputs: { currency: 'RUB', qualified: '1000', amount: '800' }, formula: 'amount' },
    ...more,
  });
  await database.transaction((tx) =>
    gateway.app
      .get(EarningsService)
      .record(tx, [of('a', '8.00'), of('b', '-3.50', { kind: 'RETURN_CLAWBACK', day: addDays(recorded, -1) })]),
  );
});
afterAll(() => gateway.close());

const statements = `{ me { monetization {
  balance { pending { amount } available { amount } inTransit { amount } paid { amount currency } }
  statements(first: 1) { edges { node { id day kind amount { amount } description moment { id } campaign { id }
    basis { policyVersion inputs formula } } } pageInfo { hasNextPage endCursor } } } } }`;
interface Statements {
  me: { monetization: { balance: object; statements: { edges: { node: { id: string } }[]; pageInfo: object } } };
}

describe('a creator', () => {
  it('sees what they have, and line by line where it comes from, in their language', async () => {
    const { data, errors } = await gateway.query<Statements>(
      statements,
      {},
      {
        token: creator.token,
        headers: { 'accept-language': 'ru' },
      },
    );
    expect(errors).toBeUndefined();
    const { balance, statements: page } = data!.me.monetization;
    expect(balance).toEqual({
      ...{ pending: { amount: '8.00' }, available: { amount: '-3.50' }, inTransit: { amount: '0.00' } },
      paid: { amount: '0.00', currency: 'RUB' },
    });
    expect(page.edges.map(({ node }) => node)).toEqual([
      {
        ...{ id: expect.stringMatching(/^stl_/), day: recorded, kind: 'VIEW_REWARD', amount: { amount: '8.00' } },
        ...{ description: 'Просмотры: 1000 засчитано', moment: { id: expect.stringMatching(/^mom_/) }, campaign: null },
        basis: { policyVersion: 1, inputs: { currency: 'RUB', qualified: '1000', amount: '800' }, formula: 'amount' },
      },
    ]);
    expect(page.pageInfo).toMatchObject({ hasNextPage: true });

    const node = `query ($id: ID!) { node(id: $id) { id } }`;
    const { id } = page.edges[0]!.node;
    const own = await gateway.query<{ node: object | null }>(node, { id }, { token: creator.token });
    const others = await gateway.query<{ node: object | null }>(node, { id }, { token: operator.token });
    expect([own.data!.node, others.data!.node]).toEqual([{ id }, null]);
  });

  it('gets the lines of some days as a file, and is told when these are too many', async () => {
    const csv = (from: string, to: string) =>
      gateway.query<{ me: { monetization: { statementsCsv: string } } }>(
        `query ($from: Date!, $to: Date!) { me { monetization { statementsCsv(from: $from, to: $to) } } }`,
        { from, to },
        { token: creator.token },
      );
    const { data } = await csv(addDays(recorded, -30), recorded);
    const lines = data!.me.monetization.statementsCsv.trim().split('\r\n');
    expect(lines.map((line) => line.split(',').slice(0, 4).join(' '))).toEqual([
      'day kind amount currency',
      `${recorded} VIEW_REWARD 8.00 RUB`,
      `${addDays(recorded, -1)} RETURN_CLAWBACK -3.50 RUB`,
    ]);
    const { errors } = await csv(addDays(recorded, -365), recorded);
    expect(errors?.[0]?.extensions?.code).toBe('INVALID_INPUT');
  });
});

describe('an operator', () => {
  const close = (day: string, idempotencyKey: string) =>
    gateway.query<{ closeRewardDay: boolean }>(
      `mutation ($day: Date!, $key: String!) { closeRewardDay(day: $day, idempotencyKey: $key) }`,
      { day, key: idempotencyKey },
      { token: operator.token },
    );

  it('orders the close of a day that is over, not of another', async () => {
    const today = businessDayOf(new Date());
    const codeOf = async (day: string, key: string) => (await close(day, key)).errors?.[0]?.extensions?.code;
    expect(await codeOf(today, 'a')).toBe('INVALID_STATE');
    expect(await codeOf(addDays(today, 1), 'b')).toBe('INVALID_STATE');
    expect((await close(addDays(today, -1), 'c')).data).toEqual({ closeRewardDay: true });
    expect((await close(addDays(today, -1), 'c')).data).toEqual({ closeRewardDay: true });
    expect(await codeOf(addDays(today, -2), 'c')).toBe('IDEMPOTENCY_CONFLICT');
  });

  it('lets a creator off what they owe, once, and the audit log says why', async () => {
    const writeOff = async (accountId: string) => {
      const document = `mutation ($input: WriteOffDebtInput!) {
        writeOffDebt(input: $input) { writtenOff { amount } userErrors { code } } }`;
      const input = { accountId, reason: 'the shop has closed', idempotencyKey: 'k' };
      const { data } = await gateway.query<{ writeOffDebt: object }>(document, { input }, { token: operator.token });
      return data!.writeOffDebt;
    };
    const id = `acc_${creator.accountId.replaceAll('-', '')}`;
    expect(await writeOff(id)).toEqual({ writtenOff: { amount: '3.50' }, userErrors: [] });
    expect(await writeOff(id)).toEqual({ writtenOff: { amount: '3.50' }, userErrors: [] });
    expect(await writeOff(`acc_${newId<'account'>().replaceAll('-', '')}`)).toMatchObject({
      userErrors: [{ code: 'INVALID_STATE' }],
    });
    const { data } = await gateway.query<{
      operator: { auditLog: { edges: { node: { action: string; details: { reason?: string } } }[] } };
    }>(`{ operator { auditLog(first: 5) { edges { node { action details } } } } }`, {}, { token: operator.token });
    const entries = data!.operator.auditLog.edges.map(({ node }) => [node.action, node.details.reason]);
    expect(entries).toContainEqual(['debt.written_off', 'the shop has closed']);
    expect(entries.filter(([action]) => action === 'reward_day.close_ordered')).toHaveLength(1);
  });
});
