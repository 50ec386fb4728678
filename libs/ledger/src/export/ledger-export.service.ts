import { Injectable } from '@nestjs/common';
import { after, days, InvalidInput } from '@moments/kernel';
import { Database, mayTake } from '@moments/platform';
import type pg from 'pg';
import { type PostingRow, toEntries } from '../reading/views.js';
import { beancount } from './beancount.js';
import {
  csv,
  dayOf,
  type ExportedAccount,
  type ExportedBalance,
  type ExportFormat,
  type Format,
  ndjson,
} from './export-format.js';

/** Entries dated from (inclusive) to (exclusive); all of them when left out. */
export interface ExportRange {
  readonly from?: Date;
  readonly to?: Date;
}

const formats: Readonly<Record<ExportFormat, Format>> = { csv, ndjson, beancount };

// Rows that are held in memory at once.
const batchSize = 1_000;
const hourMs = 3_600_000;

const accountsSql = `
  select address, array_agg(currency order by currency) as currencies
    from ledger_accounts group by address order by address`;
const postingsSql = `
  select entries.id, entries.kind, entries.reference, entries.scope, entries.key, entries.currency, entries.at,
         entries.reverses, entries.hold_id as "holdId", postings.ordinal, postings.amount,
         origin.address as "from", target.address as "to"
    from ledger_entries as entries
    join ledger_postings as postings on postings.entry_id = entries.id
    join ledger_accounts as origin on origin.id = postings.from_account_id
    join ledger_accounts as target on target.id = postings.to_account_id
   where ($1::timestamptz is null or entries.at >= $1) and ($2::timestamptz is null or entries.at < $2)
   order by entries.id, postings.ordinal`;
const balancesSql = `
  select accounts.address, accounts.currency, balances.balance
    from ledger_balances as balances join ledger_accounts as accounts on accounts.id = balances.account_id
   order by accounts.address, accounts.currency`;
const lastSql = 'select max(at) as at from ledger_entries';

type Fetch = <Row>(sql: string, parameters?: readonly unknown[]) => AsyncGenerator<Row[]>;

/** The journal written down for accountants and their tools. */
@Injectable()
export class LedgerExport {
  constructor(private readonly database: Database) {}

  /**
   * The journal as text, piece by piece: one snapshot of it, in memory that does not grow with it. Entries come in the order
   * of their ids, which is that of the time at which they were made. Throws `InvalidInput` for a range that is none.
   */
  async *write(format: ExportFormat, range: ExportRange = {}): AsyncGenerator<string> {
    if (range.from && range.to && range.from >= range.to) {
      throw new InvalidInput([{ field: ['to'], message: 'must be later than from' }]);
    }
    const connection = await this.database.pool.connect();
    let failed = true;
    try {
      await connection.query('begin isolation level repeatable read read only');
      await connection.query(mayTake(hourMs));
      // Whoever reads may take their time.
      await connection.query('set local idle_in_transaction_session_timeout = 0');
      const { rows } = await connection.query<{ at: Date | null }>(lastSql);
      const fetch: Fetch = (sql, parameters) => fetchAll(connection, sql, parameters);
      yield* writeAll(formats[format], { ...range, lastAt: rows[0]?.at ?? undefined, fetch });
      await connection.query('commit');
      failed = false;
    } finally {
      // Broken off half-way (by an error, or by a reader who has seen enough), it is not fit for others.
      connection.release(failed);
    }
  }
}

interface Source extends ExportRange {
  /** The newest entry's time. */
  readonly lastAt?: Date;
  readonly fetch: Fetch;
}

async function* writeAll(format: Format, { from, to, lastAt, fetch }: Source): AsyncGenerator<string> {
  const { head, account, entry, balance } = format;
  if (head) yield head();
  if (account) for await (const rows of fetch<ExportedAccount>(accountsSql)) yield rows.map(account).join('');
  // An entry's postings may lie on both sides of a batch's end: the last entry waits for the next batch.
  let waiting: PostingRow[] = [];
  for await (const rows of fetch<PostingRow>(postingsSql, [from ?? null, to ?? null])) {
    const known = [...waiting, ...rows];
    const last = known.at(-1)?.id;
    waiting = known.filter(({ id }) => id === last);
    yield toEntries(known.filter(({ id }) => id !== last))
      .map(entry)
      .join('');
  }
  yield toEntries(waiting).map(entry).join('');
  if (!balance || !lastAt || from || to) return;
  const day = dayOf(after(lastAt, days(1)));
  yield '\n';
  for await (const rows of fetch<BalanceRow>(balancesSql)) {
    yield rows.map((row) => balance(toBalance(row), day)).join('');
  }
}

interface BalanceRow {
  address: string;
  currency: ExportedBalance['balance']['currency'];
  balance: string;
}

const toBalance = ({ address, currency, balance }: BalanceRow): ExportedBalance => ({
  address,
  balance: { minor: BigInt(balance), currency },
});

/** Reads rows through a cursor, a batch at a time. */
async function* fetchAll<Row>(
  connection: pg.PoolClient,
  sql: string,
  parameters: readonly unknown[] = [],
): AsyncGenerator<Row[]> {
  await connection.query(`declare exported no scroll cursor for ${sql}`, [...parameters]);
  for (;;) {
    const { rows } = await connection.query<Row & pg.QueryResultRow>(`fetch ${batchSize} from exported`);
    if (rows.length === 0) break;
    yield rows;
  }
  await connection.query('close exported');
}
