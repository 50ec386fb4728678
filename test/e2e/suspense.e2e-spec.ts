import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { IncomingDeposits } from '@moments/catalog';
import { fromGlobalId, type JournalEntryId, newId, toGlobalId } from '@moments/kernel';
import { addresses, LedgerQueries, LedgerService } from '@moments/ledger';
import { aSeller } from '@moments/testing/catalog';
import { rub } from '@moments/testing/ledger';
import { startGateway, type TestGateway } from '../support/gateway.js';
import { aPerson, type Person } from '../support/person.js';
import { ownStatementsOf } from '../support/statements.js';

let gateway: TestGateway;
let operator: Person;
beforeAll(async () => {
  gateway = await startGateway();
  operator = await aPerson(gateway, { roles: ['OPERATOR'] });
});
afterAll(() => gateway.close());

/** Tells of a deposit for nobody, and gives its global id. */
async function aLostDeposit(details = 'For Anna'): Promise<string> {
  const reference = `D-${newId()}`;
  const amount = { amount: '25.00', currency: 'RUB' };
  const told = { reference, payee: 'Anna', amount, receivedAt: '2026-01-31T12:00:00Z', details };
  const { id } = await gateway.app.get(IncomingDeposits).receive({ deliveryId: `msg-${reference}`, told });
  return toGlobalId('deposit', id);
}

interface Assigned {
  assignDeposit: {
    deposit: { id: string; inSuspense: boolean; assignedAt: string | null } | null;
    userErrors: { code: string; reason: string; field: string[] | null }[];
  };
}

const assign = async (input: { depositId: string; payeeId: string; idempotencyKey: string }, { token } = operator) => {
  const document = `mutation ($input: AssignDepositInput!) {
    assignDeposit(input: $input) { deposit { id inSuspense assignedAt } userErrors { code reason field } } }`;
  const { data, errors } = await gateway.query<Assigned>(document, { input }, { token });
  expect(errors).toBeUndefined();
  return data!.assignDeposit;
};

const waiting = async ({ token } = operator, first = 50, after: string | null = null) => {
  const document = `query ($first: Int, $after: String) { operator { suspenseDeposits(first: $first, after: $after) {
    edges { cursor node { id reference payee amount { amount currency } receivedAt details inSuspense } }
    pageInfo { hasNextPage endCursor } } } }`;
  return gateway.query<{
    operator: {
      suspenseDeposits: {
        edges: { cursor: string; node: { id: string; payee: string } }[];
        pageInfo: { hasNextPage: boolean; endCursor: string };
      };
    };
  }>(document, { first, after }, { token });
};
const waitingIds = async () => (await waiting()).data!.operator.suspenseDeposits.edges.map(({ node }) => node.id);
const balanceOf = async (address: ReturnType<typeof addresses.accountWallet>) =>
  (await gateway.app.get(LedgerQueries).balances([{ address, currency: rub('0').currency }]))[0]!.balance.minor;

describe('deposits in suspense', () => {
  it('are listed for operators, the longest waiting first, page by page', async () => {
    const made = [await aLostDeposit('1'), await aLostDeposit('2'), await aLostDeposit('3')];
    const first = (await waiting(operator, 2)).data!.operator.suspenseDeposits;
    const rest = (await waiting(operator, 50, first.pageInfo.endCursor)).data!.operator.suspenseDeposits;
    expect(first.pageInfo.hasNextPage).toBe(true);
    expect([...first.edges, ...rest.edges].map(({ node }) => node.id)).toEqual(made);
    expect(first.edges[0]!.node).toMatchObject({
      payee: 'Anna',
      amount: { amount: '25.00', currency: 'RUB' },
      receivedAt: '2026-01-31T12:00:00.000Z',
      details: '1',
      inSuspense: true,
    });
  });

  it('are shown and assigned to nobody but operators', async () => {
    const depositId = await aLostDeposit();
    const node = (token: string) =>
      gateway.query('query ($id: ID!) { node(id: $id) { id } }', { id: depositId }, { token });
    for (const role of ['MODERATOR', 'SELLER'] as const) {
      const somebody = await aPerson(gateway, { roles: [role] });
      expect((await waiting(somebody)).errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
      expect((await node(somebody.token)).data).toEqual({ node: null });
      const payeeId = toGlobalId('account', somebody.accountId);
      expect(await assign({ depositId, payeeId, idempotencyKey: 'mine' }, somebody)).toMatchObject({
        deposit: null,
        userErrors: [{ code: 'FORBIDDEN' }],
      });
    }
    expect((await node(operator.token)).data).toEqual({ node: { id: depositId } });
  });

  it('go to the wallet that an operator says, once, and the act is kept', async () => {
    const depositId = await aLostDeposit();
    const sellerId = await aSeller(gateway);
    const input = { depositId, payeeId: toGlobalId('seller', sellerId), idempotencyKey: `assign-${depositId}` };
    const suspense = await balanceOf(addresses.suspense);

    const first = await assign(input);
    expect(first).toMatchObject({ deposit: { id: depositId, inSuspense: false }, userErrors: [] });
    expect(await assign(input)).toEqual(first);

    expect(await balanceOf(addresses.sellerWallet(sellerId))).toBe(2_500n);
    expect(await balanceOf(addresses.suspense)).toBe(suspense - 2_500n);
    expect(await waitingIds()).not.toContain(depositId);
    const audited = await gateway.query<{
      operator: { auditLog: { edges: { node: { action: string; subject: { id: string } } }[] } };
    }>('{ operator { auditLog { edges { node { action subject { id } details } } } } }', {}, { token: operator.token });
    const acts = audited.data!.operator.auditLog.edges.map(({ node }) => node);
    expect(acts.filter(({ subject }) => subject.id === depositId)).toEqual([
      {
        ...{ action: 'deposit.assigned', subject: { id: depositId } },
        details: { payeeId: input.payeeId, amount: '25.00', currency: 'RUB' },
      },
    ]);
  });

  it('of which the bank got a part back go without it, and the operator sees both parts', async () => {
    const depositId = await aLostDeposit();
    const { database, app } = gateway;
    const { rows } = await database.pool.query<{ id: JournalEntryId }>('select id from ledger_entries where key = $1', [
      `deposit:${fromGlobalId('deposit', depositId)}`,
    ]);
    const reversal = { entryId: rows[0]!.id, key: newId(), kind: 'deposit_returned', reference: 'test' };
    await database.transaction((tx) => app.get(LedgerService).reverse(tx, { ...reversal, amount: rub('10.00') }));
    const sellerId = await aSeller({ database });
    const { userErrors } = await assign({
      ...{ depositId, payeeId: toGlobalId('seller', sellerId), idempotencyKey: `rest-${depositId}` },
    });
    expect(userErrors).toEqual([]);
    expect(await balanceOf(addresses.sellerWallet(sellerId))).toBe(1_500n);
    const document = `query ($id: ID!) { node(id: $id) { ... on Deposit {
      inSuspense amount { amount } takenBack { amount } assignedAmount { amount } } } }`;
    const { data } = await gateway.query(document, { id: depositId }, { token: operator.token });
    expect(data).toEqual({
      node: {
        ...{ inSuspense: false, amount: { amount: '25.00' } },
        ...{ takenBack: { amount: '10.00' }, assignedAmount: { amount: '15.00' } },
      },
    });
  });

  it('are answered as they were when the same is said again, though the payee has gone since; nothing goes to who is gone', async () => {
    const { database } = gateway;
    const [depositId, another, sellerId] = [await aLostDeposit(), await aLostDeposit(), await aSeller({ database })];
    const input = { depositId, payeeId: toGlobalId('seller', sellerId), idempotencyKey: `gone-${depositId}` };
    const first = await assign(input);
    await database.pool.query('update sellers set deleted_at = now() where id = $1', [sellerId]);
    expect(await assign(input)).toEqual(first);
    expect(await assign({ ...input, depositId: another, idempotencyKey: `gone-${another}` })).toMatchObject({
      deposit: null,
      userErrors: [{ code: 'NOT_FOUND', field: ['payeeId'] }],
    });
    expect(await balanceOf(addresses.sellerWallet(sellerId))).toBe(2_500n);
    expect(await waitingIds()).toContain(another);
  });

  it('that the audit log names are read together: as many statements for ten as for one', async () => {
    const payeeId = toGlobalId('account', operator.accountId);
    for (let index = 0; index < 10; index += 1) {
      const depositId = await aLostDeposit();
      expect((await assign({ depositId, payeeId, idempotencyKey: depositId })).userErrors).toEqual([]);
    }
    const document = `query ($first: Int) { operator { auditLog(first: $first) { edges { node {
      action actor { handle } subject { id ... on Deposit { reference } } } } } } }`;
    const read = (first: number) =>
      ownStatementsOf(() => gateway.query(document, { first }, { token: operator.token }));
    const [one, ten] = [await read(1), await read(10)];
    expect(one).toContain('ledger.deposits-by-id');
    expect(ten).toEqual(one);
  });

  it('assigned by two operators at once go to one payee only', async () => {
    const depositId = await aLostDeposit();
    const { database } = gateway;
    const sellers = [await aSeller({ database }), await aSeller({ database })];
    const answers = await Promise.all(
      sellers.map((id) => assign({ depositId, payeeId: toGlobalId('seller', id), idempotencyKey: `race-${id}` })),
    );
    expect(answers.flatMap(({ userErrors }) => userErrors.map(({ reason }) => reason))).toEqual([
      'deposit_not_in_suspense',
    ]);
    const balances = await Promise.all(sellers.map((id) => balanceOf(addresses.sellerWallet(id))));
    expect(balances.toSorted()).toEqual([0n, 2_500n]);
  });

  it('are not assigned twice, under a key of another assignment, or to nobody', async () => {
    const [depositId, otherId] = [await aLostDeposit(), await aLostDeposit()];
    const { accountId } = await aPerson(gateway);
    const payeeId = toGlobalId('account', accountId);
    const nobody = toGlobalId('account', newId());
    const idempotencyKey = `key-${depositId}`;
    const reasonOf = async (input: Parameters<typeof assign>[0]) => (await assign(input)).userErrors[0]?.reason;

    expect(await reasonOf({ depositId, payeeId: nobody, idempotencyKey })).toBe('not_found');
    expect(await reasonOf({ depositId: toGlobalId('deposit', newId()), payeeId, idempotencyKey })).toBe('not_found');
    expect(await reasonOf({ depositId, payeeId, idempotencyKey })).toBeUndefined();
    expect(await reasonOf({ depositId, payeeId: toGlobalId('account', operator.accountId), idempotencyKey })).toBe(
      'idempotency_conflict',
    );
    expect(await reasonOf({ depositId, payeeId, idempotencyKey: 'another' })).toBe('deposit_not_in_suspense');
    expect(await reasonOf({ depositId: otherId, payeeId, idempotencyKey })).toBe('idempotency_conflict');
    expect(await waitingIds()).toContain(otherId);
  });
});
