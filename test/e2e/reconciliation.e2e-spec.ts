import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { IncomingDeposits } from '@moments/catalog';
import { newId, toGlobalId } from '@moments/kernel';
import { Database } from '@moments/platform';
import { aSeller } from '@moments/testing/catalog';
import { startGateway, type TestGateway } from '../support/gateway.js';
import { aPerson } from '../support/person.js';

let gateway: TestGateway;
let database: Database;
beforeAll(async () => {
  gateway = await startGateway();
  ({ database } = gateway);
});
afterAll(() => gateway.close());

interface Reconciliation {
  accounts: number;
  transfers: number;
  entriesSum: { amount: string; currency: string };
  drift: number;
  ok: boolean;
  checks: { name: string; drift: number }[];
  rows: { check: string; subject: string; expected: string; actual: string }[];
}

async function reconcile(token: string) {
  const document = `{ operator { reconciliation {
    at accounts transfers entriesSum { amount currency } drift ok
    checks { name rule drift } rows { check subject expected actual } } } }`;
  return gateway.query<{ operator: { reconciliation: Reconciliation } }>(document, {}, { token });
}

async function aDeposit(): Promise<string> {
  const payee = toGlobalId('seller', await aSeller({ database }));
  const amount = { amount: '25.00', currency: 'RUB' };
  const told = { reference: `D-${newId()}`, payee, amount, receivedAt: '2026-01-31T12:00:00Z' };
  return (await gateway.app.get(IncomingDeposits).receive({ deliveryId: newId(), told })).id;
}

/** Changes what nobody may change, as somebody could who owns the database. */
const tamper = (sql: string, parameters: unknown[] = []) =>
  database.transaction(async (tx) => {
    // Guards that always fire are in the way even of a replica.
    await tx.query('alter table ledger_deposits disable trigger ledger_deposits_one_way');
    await tx.query(sql, parameters);
    await tx.query('alter table ledger_deposits enable always trigger ledger_deposits_one_way');
  });

describe('the reconciliation', () => {
  it('is for operators alone', async () => {
    const moderator = await aPerson(gateway, { roles: ['MODERATOR'] });
    expect((await reconcile(moderator.token)).errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
  });

  it('counts what it looked at, and finds a sound ledger in order', async () => {
    const operator = await aPerson(gateway, { roles: ['OPERATOR'] });
    await aDeposit();
    const [first, second] = await Promise.all([reconcile(operator.token), reconcile(operator.token)]);
    expect(first.data!.operator.reconciliation).toMatchObject({
      accounts: 2,
      transfers: 1,
      entriesSum: { amount: '0.00', currency: 'RUB' },
      drift: 0,
      ok: true,
      rows: [],
    });
    expect(second.data!.operator.reconciliation.ok).toBe(true);
  });

  it('names the row when somebody has written past the services', async () => {
    const operator = await aPerson(gateway, { roles: ['OPERATOR'] });
    const id = await aDeposit();
    await tamper('update ledger_deposits set amount = 2600 where id = $1', [id]);
    const { data } = await reconcile(operator.token);
    expect(data!.operator.reconciliation).toMatchObject({ drift: 1, ok: false });
    expect(data!.operator.reconciliation.rows).toEqual([
      {
        check: 'deposits',
        subject: `deposit ${id}`,
        expected: expect.stringMatching(/^2600 RUB, bank to seller:/),
        actual: expect.stringMatching(/^2500 RUB, bank to seller:/),
      },
    ]);
    await tamper('update ledger_deposits set amount = 2500 where id = $1', [id]);
  });
});
