import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@moments/kernel';
import type { AccountAddress } from '../domain/account-kinds.js';
import { type LedgerWorld, openLedgerWorld, rub, transfer } from '../testing/index.js';
import { checks } from './checks.js';

let world: LedgerWorld;
let [ada, bob]: AccountAddress[] = [];

beforeAll(async () => {
  world = await openLedgerWorld();
});
beforeEach(async () => {
  [ada, bob] = [await world.wallet('50.00'), await world.wallet()];
  const { id } = await world.post(transfer(ada, bob, rub('20.00')));
  await world.reverse(id, rub('2.50'));
  const reserve = { address: ada, amount: rub('1.00'), key: newId(), reference: 'test' };
  await world.database.transaction((tx) => world.holds.reserve(tx, reserve));
});
afterAll(() => world.close());

const journalTables = ['accounts', 'balances', 'entries', 'postings', 'reversals', 'holds', 'deposits'];

/** What the checks find when somebody has switched off every guard and written past the ledger; all of it taken back. */
async function found(...forgeries: string[]): Promise<string[]> {
  const connection = await world.database.pool.connect();
  try {
    await connection.query('begin');
    for (const table of journalTables) await connection.query(`alter table ledger_${table} disable trigger all`);
    for (const forgery of forgeries) {
      const { rowCount } = await connection.query(forgery);
      expect(forgery.startsWith('alter') || rowCount! > 0).toBe(true);
    }
    const names: string[] = [];
    for (const { name, sql } of checks) {
      const { rows } = await connection.query(sql);
      if (rows.length > 0 && name !== 'guards') names.push(name);
    }
    return names;
  } finally {
    await connection.query('rollback');
    connection.release();
  }
}

const accountOf = (address: AccountAddress | undefined) =>
  `(select id from ledger_accounts where address = '${address}')`;
const oneOf = (rows: string) => `(select id from (${rows}) as rows order by id desc limit 1)`;
const reversing = oneOf('select id from ledger_entries where reverses is not null');

/** Of the bank, up to its last posting but `before`, saying so many kopecks more than there are. */
const aCheckpoint = ({ before, more }: { before: number; more: number }) =>
  `insert into ledger_checkpoints (account_id, posting_id, balance, last_at)
   select from_account_id, last.id, ${more} - sum(amount), max(at)
     from ledger_postings
     join (select id from ledger_postings where from_account_id = ${accountOf('bank' as AccountAddress)}
            order by id desc offset ${before} limit 1) as last on ledger_postings.id <= last.id
    where from_account_id = ${accountOf('bank' as AccountAddress)} group by from_account_id, last.id`;

describe('reconciliation', () => {
  it('counts what it looked at, and is clean when nobody has written past the ledger', async () => {
    const report = await world.reconciliation.run();
    expect(report).toMatchObject({ ok: true, drifts: 0, drift: [], sums: [rub('0.00')] });
    expect(report.counted).toMatchObject({ entries: 3, postings: 3, holds: 1, reversals: 1, deposits: 0 });
    expect(report.posted).toEqual([rub('72.50')]);
    expect(await found(`update ledger_entries set kind = 'transfer'`)).toEqual([]);
  });

  it.each([
    [
      'a balance that somebody raised',
      () => [`update ledger_balances set balance = balance + 1 where account_id = ${accountOf(ada)}`],
      ['balances'],
    ],
    [
      'a balance without its last line',
      () => [`update ledger_balances set seq = seq - 1 where account_id = ${accountOf(ada)}`],
      ['balances'],
    ],
    [
      'a posting of another amount',
      () => [`update ledger_postings set amount = amount - 1 where to_account_id = ${accountOf(bob)}`],
      ['entries', 'reversals', 'balances', 'running balances'],
    ],
    [
      'a posting that was removed',
      () => [`delete from ledger_postings where entry_id = ${reversing}`],
      ['entries', 'reversals', 'balances'],
    ],
    [
      'a posting whose entry was removed',
      () => [`delete from ledger_entries where id = ${reversing}`],
      ['orphans', 'reversals'],
    ],
    [
      'an entry that says another sum',
      () => [`update ledger_entries set total = total + 1 where id = ${reversing}`],
      ['entries'],
    ],
    [
      'a line that says another balance',
      () => [`update ledger_postings set to_balance = to_balance + 1 where entry_id = ${reversing}`],
      ['running balances'],
    ],
    [
      'a line that was moved to the past',
      () => [`update ledger_postings set at = at - interval '1 day' where entry_id = ${reversing}`],
      ['entries', 'running balances'],
    ],
    [
      'an account without its balance row',
      () => [`delete from ledger_balances where account_id = ${accountOf(bob)}`],
      ['orphans'],
    ],
    [
      'more reserved than holds keep',
      () => [`update ledger_balances set reserved = reserved + 1 where account_id = ${accountOf(ada)}`],
      ['holds'],
    ],
    ['a hold that paid out nothing', () => [`update ledger_holds set captured = 1, amount = amount + 1`], ['holds']],
    ['a reversal that was not counted', () => [`delete from ledger_reversals`], ['reversals']],
    ['a reversal that was counted twice', () => [`update ledger_reversals set reversed = reversed * 2`], ['reversals']],
    [
      'an overdraft',
      () => [
        'alter table ledger_balances drop constraint ledger_balances_no_overdraft',
        `update ledger_balances set balance = -1 where account_id = ${accountOf(ada)}`,
      ],
      ['balances', 'overdrafts'],
    ],
    [
      'a key that was used twice',
      () => [
        'alter table ledger_entries drop constraint ledger_entries_key',
        `update ledger_entries set key = 'twice'`,
      ],
      ['idempotency'],
    ],
    [
      'a checkpoint of another sum, though a later one is right',
      () => [aCheckpoint({ before: 1, more: 1 }), aCheckpoint({ before: 0, more: 0 })],
      ['checkpoints'],
    ],
    [
      'a deposit in the journal that no bank has told of',
      () => [`update ledger_entries set reference = 'deposit:${newId()}' where id = ${reversing}`],
      ['told deposits'],
    ],
  ])('finds %s', async (_, forgeries, names) => {
    expect(await found(...forgeries())).toEqual(names);
  });

  it('names the very row, what it should say and what it says; and misses a guard that is gone', async () => {
    await world.sql('alter table ledger_balances disable trigger ledger_balances_by_posting');
    await world.sql(`update ledger_balances set balance = balance + 1 where account_id = ${accountOf(ada)}`);
    try {
      const report = await world.reconciliation.run();
      expect(report).toMatchObject({ ok: false, drifts: 3, sums: [rub('0.01')] });
      expect(report.drift).toEqual([
        { check: 'zero', subject: 'RUB', expected: '0', actual: '1' },
        { check: 'balances', subject: `${ada} RUB`, expected: '3250 after 3', actual: '3251 after 3' },
        { check: 'guards', subject: 'ledger_balances_by_posting', expected: 'always', actual: 'switched off' },
      ]);
    } finally {
      await world.sql(`update ledger_balances set balance = balance - 1 where account_id = ${accountOf(ada)}`);
      await world.sql('alter table ledger_balances enable always trigger ledger_balances_by_posting');
    }
  });

  it('makes no writer wait, and does not see what is written meanwhile', async () => {
    await world.database.snapshot(async (read) => {
      const count = async () => read('select from ledger_entries');
      const before = await count();
      await world.post(transfer(ada!, bob!, rub('1.00')));
      expect(await count()).toHaveLength(before.length);
    });
  });
});
