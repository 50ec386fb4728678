import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type AccountId, type DepositId, type JournalEntryId, newId } from '@moments/kernel';
import { addresses } from '../domain/account-kinds.js';
import { type LedgerWorld, openLedgerWorld, rub } from '../testing/index.js';
import { DepositsQueries } from './deposits.queries.js';
import { DepositsService } from './deposits.service.js';

let world: LedgerWorld;
let deposits: DepositsService;
let id: DepositId;

beforeAll(async () => {
  world = await openLedgerWorld();
  deposits = world.app.get(DepositsService);
});
beforeEach(async () => {
  id = await aDeposit();
});
afterAll(() => world.close());

/** Of 25.00, for nobody who is known. */
async function aDeposit(): Promise<DepositId> {
  const told = { payee: 'Anna', amount: rub('25.00'), receivedAt: world.clock.now(), details: '' };
  const deposit = { ...told, reference: `D-${newId()}`, deliveryId: newId() };
  return (await world.database.transaction((tx) => deposits.record(tx, deposit))).id;
}

const set = (what: string) => world.sql(`update ledger_deposits set ${what} where id = $1`, [id]);
const assign = () => {
  const wallet = addresses.accountWallet(newId());
  const by = newId<'account'>() satisfies AccountId;
  return world.database.transaction((tx) => deposits.assign(tx, { depositId: id, wallet, by, idempotencyKey: 'a' }));
};

const waiting = async () => {
  const { items } = await world.app.get(DepositsQueries).inSuspense({ limit: 100 });
  return items.map(({ item }) => item.id);
};
const inSuspense = async () => (await world.balance(addresses.suspense)) ?? 0n;
/** Takes back what came in, or what was assigned; all that is left of it, unless told. */
async function takeBack(amount?: string, what: '' | ':assigned' = ''): Promise<void> {
  const { rows } = await world.sql('select id from ledger_entries where key = $1', [`deposit:${id}${what}`]);
  await world.reverse(rows[0]?.id as JournalEntryId, amount === undefined ? undefined : rub(amount));
}

describe('a deposit in suspense that is taken back', () => {
  it('waits for nobody any more, and is assigned to nobody: what lies in suspense is others’', async () => {
    expect(await waiting()).toContain(id);
    await takeBack();
    expect(await waiting()).not.toContain(id);
    expect((await world.app.get(DepositsQueries).byIds([id])).get(id)).toMatchObject({
      inSuspense: false,
      takenBack: rub('25.00'),
    });
    await expect(assign()).rejects.toMatchObject({ reason: 'deposit_not_in_suspense' });
    expect(await world.reconciliation.run()).toMatchObject({ ok: true });
  });

  it('in part still waits for an operator, and what is left of it goes: what lies in suspense beside it is others’', async () => {
    const suspense = await inSuspense();
    await takeBack('10.00');
    await takeBack('0.01');
    expect(await waiting()).toContain(id);
    const { deposit, assigned } = await assign();
    expect(assigned).toEqual(rub('14.99'));
    expect(deposit).toMatchObject({ inSuspense: false, takenBack: rub('10.01'), assignedAmount: rub('14.99') });
    expect((await world.app.get(DepositsQueries).byIds([id])).get(id)).toEqual(deposit);
    expect(await waiting()).not.toContain(id);
    expect(await world.balance(deposit.assignedTo!)).toBe(1_499n);
    expect(await inSuspense()).toBe(suspense - 2_500n);
    expect(await world.reconciliation.run()).toMatchObject({ ok: true });
  });

  it('after it was assigned takes others’ money, which the proof of the ledger tells, until the assignment is taken back too', async () => {
    const other = id;
    id = await aDeposit();
    await assign();
    await takeBack('0.01');
    const off = { check: 'deposits in suspense', subject: `deposit ${id}`, expected: '2500 at most', actual: '2501' };
    expect((await world.reconciliation.run()).drift).toEqual([off]);
    await takeBack('0.01', ':assigned');
    expect(await world.reconciliation.run()).toMatchObject({ ok: true });
    expect(await waiting()).toContain(other);
  });
});

/** SQL of a superuser who owns the table. */
describe('what was told of a deposit stays as it was told', () => {
  it.each([
    'amount = amount + 1',
    `currency = 'USD'`,
    `reference = 'another'`,
    `input_hash = sha256('another')`,
    `credited_to = 'suspense'`,
    `received_at = now()`,
  ])('whoever sets %s', async (what) => {
    await expect(set(what)).rejects.toMatchObject({ constraint: 'ledger_deposits_one_way' });
  });

  it('and an assignment is for good', async () => {
    await assign();
    await expect(set(`assigned_to = 'account:${newId()}:wallet'`)).rejects.toMatchObject({
      constraint: 'ledger_deposits_one_way',
    });
    await expect(
      set('assigned_to = null, assigned_at = null, assigned_by = null, assignment_key = null'),
    ).rejects.toMatchObject({ constraint: 'ledger_deposits_one_way' });
    await expect(set('assigned_amount = assigned_amount - 1')).rejects.toMatchObject({
      constraint: 'ledger_deposits_one_way',
    });
    expect(await world.reconciliation.run()).toMatchObject({ ok: true });
  });
});
