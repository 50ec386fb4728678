import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@moments/kernel';
import { type AccountAddress, addresses } from '../domain/account-kinds.js';
import { type LedgerWorld, openLedgerWorld, rub, transfer } from '../testing/index.js';

let world: LedgerWorld;
let [ada, bob]: AccountAddress[] = [];
let entryId: string;

beforeAll(async () => {
  world = await openLedgerWorld();
});
beforeEach(async () => {
  [ada, bob] = [await world.wallet('50.00'), await world.wallet()];
  entryId = (await world.post(transfer(ada, bob, rub('20.00')))).id;
});
afterAll(() => world.close());

/** Everything below is SQL of a superuser who owns the tables: there is nobody whom the database trusts more. */
describe('the journal is append-only', () => {
  it.each(['ledger_entries', 'ledger_postings', 'ledger_accounts'])(
    '%s refuses UPDATE, DELETE and TRUNCATE',
    async (table) => {
      const column = table === 'ledger_entries' ? 'kind' : 'currency';
      for (const statement of [
        `update ${table} set ${column} = ${column}`,
        `delete from ${table}`,
        `truncate ${table} cascade`,
        `merge into ${table} as t using (select 1) as s on true when matched then delete`,
      ]) {
        await expect(world.sql(statement)).rejects.toMatchObject({ code: '23001' });
      }
    },
  );

  it.each(['ledger_balances', 'ledger_holds', 'ledger_reversals', 'ledger_checkpoints'])(
    '%s refuses DELETE and TRUNCATE',
    async (table) => {
      for (const statement of [`delete from ${table}`, `truncate ${table} cascade`]) {
        await expect(world.sql(statement)).rejects.toMatchObject({ code: '23001' });
      }
    },
  );

  it('and is written by posting alone, as balances are, whoever writes and however', async () => {
    for (const statement of [
      `insert into ledger_entries select * from ledger_entries`,
      `insert into ledger_postings overriding system value select * from ledger_postings where false`,
      `insert into ledger_accounts overriding system value select * from ledger_accounts on conflict do nothing`,
      `insert into ledger_reversals select entry_id, ordinal, amount, amount from ledger_postings`,
      `update ledger_reversals set reversed = amount`,
      'update ledger_balances set balance = balance + 1',
      'update ledger_balances set seq = seq where false',
      `insert into ledger_balances (account_id, may_go_negative, balance, last_at) values (0, true, 1, now())`,
      `insert into ledger_balances select * from ledger_balances on conflict (account_id) do update set balance = 1`,
      `with moved as (update ledger_balances set balance = 1 returning 1) select ledger_close_account('suspense', now())`,
    ]) {
      await expect(world.sql(statement)).rejects.toMatchObject({ code: '23001' });
    }
    const { rows: left } = await world.sql(`select current_setting('ledger.posting', true) as mark`);
    expect(left).not.toEqual([{ mark: 'on' }]);
  });

  it('even for a session that pretends to be a replica, where ordinary triggers sleep', async () => {
    const connection = await world.database.pool.connect();
    try {
      await connection.query('begin');
      await connection.query(`set local session_replication_role = 'replica'`);
      await expect(connection.query('delete from ledger_postings')).rejects.toMatchObject({ code: '23001' });
    } finally {
      await connection.query('rollback');
      connection.release();
    }
  });
});

type Sql = (text: string, parameters?: unknown[]) => Promise<unknown>;

/** Writes with the mark of the functions that post: what would come of it if they were wrong? All of it is taken back. */
async function asPosting(work: (sql: Sql) => Promise<void>): Promise<void> {
  const connection = await world.database.pool.connect();
  try {
    await connection.query('begin');
    await connection.query(`set local ledger.posting = 'on'`);
    await work((text, parameters = []) => connection.query(text, parameters));
  } finally {
    await connection.query('rollback');
    connection.release();
  }
}

const marked = (text: string, parameters: unknown[] = []) =>
  asPosting(async (sql) => {
    await sql(text, parameters);
  });

describe('the database itself refuses', () => {
  const insertEntry = `
    insert into ledger_entries (id, scope, key, kind, reference, currency, input_hash, total, posting_count, at)
    values ($1::uuid, 'test', $1::text, 'forged', 'test', $2, sha256('x'), $3, $4, '2100-01-01Z')`;
  const insertPosting = `
    insert into ledger_postings
           (entry_id, ordinal, currency, from_account_id, to_account_id, amount, at, from_seq, from_balance, to_seq, to_balance)
    values ($1, 1, $2, (select id from ledger_accounts where address = $3 and currency = 'RUB'),
           (select id from ledger_accounts where address = $4 and currency = 'RUB'), $5, '2100-01-01Z', $6, $7, $8, $9)`;
  const forged = {
    currency: 'RUB',
    from: () => addresses.bank as string,
    to: () => ada as string,
    amount: 100,
    toSeq: 3,
  };
  const forge = async (
    options: Partial<typeof forged> & { total?: number; count?: number; toBalance?: number | null },
  ) => {
    const {
      currency,
      from,
      to,
      amount,
      total = amount,
      count = 1,
      toSeq,
      toBalance = 3_100,
    } = { ...forged, ...options };
    const id = newId();
    const line = toBalance === null ? null : toSeq;
    await asPosting(async (sql) => {
      await sql(insertEntry, [id, currency, total, count]);
      await sql(insertPosting, [id, currency, from(), to(), amount, null, null, line, toBalance]);
    });
  };

  it('a posting without its balance: the money would be on paper only', async () => {
    await expect(forge({})).rejects.toMatchObject({ constraint: 'ledger_postings_balances_follow' });
    await expect(forge({ toBalance: null })).rejects.toMatchObject({ constraint: 'ledger_postings_balances_follow' });
    await expect(forge({ toSeq: 2, toBalance: 3_100 })).rejects.toMatchObject({
      constraint: 'ledger_postings_balances_follow',
    });
  });

  it('an entry whose postings are not what it says: another sum, another number', async () => {
    await expect(forge({ total: 101 })).rejects.toMatchObject({ constraint: 'ledger_postings_whole_entry' });
    await expect(forge({ count: 2 })).rejects.toMatchObject({ constraint: 'ledger_postings_whole_entry' });
  });

  it('another currency than the accounts have, and accounts that are not there', async () => {
    const nowhere = { constraint: 'ledger_postings_accounts_of_currency' };
    await expect(forge({ currency: 'USD' })).rejects.toMatchObject(nowhere);
    await expect(forge({ from: () => 'payout:unknown' })).rejects.toMatchObject({ code: '23502' });
    const beside = asPosting(async (sql) => {
      const id = newId();
      await sql(insertEntry, [id, 'RUB', 100, 1]);
      await sql(
        `insert into ledger_postings (entry_id, ordinal, currency, from_account_id, to_account_id, amount, at)
         values ($1, 1, 'RUB', -1, (select id from ledger_accounts where address = 'bank' and currency = 'RUB'), 100,
                 '2100-01-01Z')`,
        [id],
      );
    });
    await expect(beside).rejects.toMatchObject(nowhere);
  });

  it('postings that come in two statements, or do not count 1, 2, 3', async () => {
    const parts = (ordinals: [number, number], together: boolean) =>
      asPosting(async (sql) => {
        const id = newId();
        await sql(insertEntry, [id, 'RUB', 100, together ? 2 : 1]);
        const row = (ordinal: number, amount: number) =>
          `($1, ${ordinal}, 'RUB', (select id from ledger_accounts where address = 'bank' and currency = 'RUB'),
            (select id from ledger_accounts where address = 'platform:revenue' and currency = 'RUB'), ${amount},
            '2100-01-01Z')`;
        const into = `insert into ledger_postings (entry_id, ordinal, currency, from_account_id, to_account_id, amount, at) values`;
        if (together) {
          await sql(`${into} ${row(ordinals[0], 40)}, ${row(ordinals[1], 60)}`, [id]);
          return;
        }
        await sql(`${into} ${row(ordinals[0], 100)}`, [id]);
        await sql(`${into} ${row(ordinals[1], 100)}`, [id]);
      });
    await world.post(transfer(addresses.bank, addresses.platformRevenue, rub('1.00')));
    const torn = { constraint: 'ledger_postings_whole_entry' };
    await parts([1, 2], true);
    await expect(parts([2, 3], true)).rejects.toMatchObject(torn);
    await expect(parts([0, 1], true)).rejects.toMatchObject(torn);
    await expect(parts([1, 3], true)).rejects.toMatchObject(torn);
    await expect(parts([1, 2], false)).rejects.toMatchObject(torn);
    await expect(parts([1, 1], false)).rejects.toMatchObject({ constraint: 'ledger_postings_pkey' });
  });

  it('to take back an entry that is not there', async () => {
    const forged = marked(
      `insert into ledger_entries (id, scope, key, kind, reference, currency, input_hash, total, posting_count, reverses, at)
       values (uuidv7(), 'test', 'reverses nothing', 'forged', 'test', 'RUB', sha256('x'), 1, 1, uuidv7(), now())`,
    );
    await expect(forged).rejects.toMatchObject({ constraint: 'ledger_entries_reverses_entry' });
  });

  it.each([
    ['nothing', 0],
    ['a negative amount', -100],
    ['19 digits', 10 ** 18],
  ])('to move %s', async (_, amount) => {
    await expect(forge({ amount, total: 1 })).rejects.toMatchObject({ constraint: 'ledger_postings_amount_check' });
  });

  it('to move money from an account to itself', async () => {
    await expect(forge({ from: () => ada as string })).rejects.toMatchObject({
      constraint: 'ledger_postings_parties_check',
    });
  });

  it('one more posting for an entry that is whole', async () => {
    const added = marked(
      `insert into ledger_postings (entry_id, ordinal, currency, from_account_id, to_account_id, amount, at,
                                    from_seq, from_balance, to_seq, to_balance)
       select entry_id, 2, currency, from_account_id, to_account_id, amount, at, from_seq, from_balance, to_seq, to_balance
         from ledger_postings where entry_id = $1`,
      [entryId],
    );
    await expect(added).rejects.toMatchObject({ constraint: 'ledger_postings_whole_entry' });
  });

  it('a second entry under one key', async () => {
    const copied = marked(
      `insert into ledger_entries (id, scope, key, kind, reference, currency, input_hash, total, posting_count, at)
       select uuidv7(), scope, key, kind, reference, currency, input_hash, total, posting_count, at
         from ledger_entries where id = $1`,
      [entryId],
    );
    await expect(copied).rejects.toMatchObject({ constraint: 'ledger_entries_key' });
  });

  it('to take a guarded account below zero or below what is reserved, whoever writes the balance', async () => {
    const set = (what: string) =>
      marked(
        `update ledger_balances set ${what}
          where account_id = (select id from ledger_accounts where address = $1 and currency = 'RUB')`,
        [ada],
      );
    await expect(set('balance = -1')).rejects.toMatchObject({ constraint: 'ledger_balances_no_overdraft' });
    await expect(set('reserved = balance + 1')).rejects.toMatchObject({ constraint: 'ledger_balances_no_overdraft' });
    await expect(set('may_go_negative = true')).rejects.toMatchObject({ constraint: 'ledger_balances_account_fkey' });
    await expect(set('closed_at = now()')).rejects.toMatchObject({ constraint: 'ledger_balances_closed_check' });
  });

  it('an account that neither keeps a balance nor may go negative: nothing could hold it', async () => {
    const opened = marked(
      `insert into ledger_accounts (address, currency, kind, may_go_negative, keeps_balance, opened_at)
       values ('x', 'RUB', 'x', false, false, now())`,
    );
    await expect(opened).rejects.toMatchObject({ constraint: 'ledger_accounts_unguarded_check' });
  });

  it('to take back more of a posting than there was, or of another size', async () => {
    const note = 'insert into ledger_reversals (entry_id, ordinal, amount, reversed) values ($1, 1, $2, $3)';
    await expect(marked(note, [entryId, 2_000, 2_001])).rejects.toMatchObject({
      constraint: 'ledger_reversals_not_more_than_posted',
    });
    await expect(marked(note, [entryId, 2_001, 1])).rejects.toMatchObject({
      constraint: 'ledger_reversals_amount_of_posting',
    });
    const lessened = asPosting(async (sql) => {
      await sql(note, [entryId, 2_000, 5]);
      await sql('update ledger_reversals set reversed = 4 where entry_id = $1', [entryId]);
    });
    await expect(lessened).rejects.toMatchObject({ constraint: 'ledger_reversals_one_way' });
  });

  it('to bring a closed hold back to life, or to make it another one', async () => {
    const hold = await world.database.transaction((tx) =>
      world.holds.reserve(tx, { address: ada!, amount: rub('5.00'), key: newId(), reference: 'test' }),
    );
    const set = (what: string) => world.sql(`update ledger_holds set ${what} where id = $1`, [hold.id]);
    await expect(set('amount = amount + 1')).rejects.toMatchObject({ constraint: 'ledger_holds_one_way' });
    await expect(set('captured = 501')).rejects.toMatchObject({ constraint: 'ledger_holds_amounts_check' });
    await expect(set(`status = 'RELEASED', closed_at = now()`)).rejects.toMatchObject({
      constraint: 'ledger_holds_open_check',
    });
    await world.database.transaction((tx) => world.holds.release(tx, hold.id));
    await expect(set(`released = 0, status = 'OPEN', closed_at = null`)).rejects.toMatchObject({
      constraint: 'ledger_holds_one_way',
    });
  });
});
