import { Injectable } from '@nestjs/common';
import { Clock, currency, type Money } from '@moments/kernel';
import { Database, type SnapshotRead } from '@moments/platform';
import { allBalances } from '../reading/balance.sql.js';
import { checks } from './checks.js';
import { declaredChecks } from './ledger-check.js';

/** One row that contradicts the rest of the ledger. */
interface LedgerDrift {
  /** Which check found it: `balances`, `holds` … */
  check: string;
  /** What it is about: an account, an entry, a hold. */
  subject: string;
  /** What the postings say. */
  expected: string;
  /** What was found. */
  actual: string;
}

export interface ReconciliationReport {
  at: Date;
  /** How many rows of each kind were looked at. */
  counted: { accounts: number; entries: number; postings: number; holds: number; reversals: number; deposits: number };
  /** Everything that was ever posted, in each currency. */
  posted: readonly Money[];
  /** All accounts together, in each currency: nothing, or money was made. */
  sums: readonly Money[];
  /** What was asked, also where nothing was found. */
  checked: readonly { name: string; rule: string; drifts: number }[];
  /** Every row that is off, but of each check no more than {@link maxRows}. */
  drift: readonly LedgerDrift[];
  /** How many rows are off in all. */
  drifts: number;
  ok: boolean;
}

const maxRows = 1_000;

const count = `
  select (select count(*) from ledger_accounts)::int as accounts, (select count(*) from ledger_entries)::int as entries,
         (select count(*) from ledger_postings)::int as postings, (select count(*) from ledger_holds)::int as holds,
         (select count(*) from ledger_reversals)::int as reversals, (select count(*) from ledger_deposits)::int as deposits`;

const sumUp = (sql: string): string =>
  `select currency, sum(balance)::text as minor from (${sql}) as rows group by currency order by currency`;

const allPosted = 'select currency, total as balance from ledger_entries';

interface SumRow {
  currency: string;
  minor: string;
}

/** Proves, from the postings alone, that everything the ledger says is so. */
@Injectable()
export class ReconciliationService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * Reads the whole ledger in one snapshot: writers neither wait for it nor confuse it. For operators: it takes time in
   * proportion to all postings.
   */
  run(): Promise<ReconciliationReport> {
    const at = this.clock.now();
    return this.database.snapshot(async (read) => {
      const [counted] = await read<ReconciliationReport['counted']>(count);
      if (!counted) throw new Error('nothing was counted');
      const sums = await readSums(read, sumUp(allBalances));
      const posted = await readSums(read, sumUp(allPosted));
      const found = [
        { name: 'zero', rule: 'all accounts of a currency add up to zero', rows: sums.flatMap(madeMoney) },
      ];
      for (const { name, rule, sql } of [...checks, ...declaredChecks()])
        found.push({ name, rule, rows: await read<Finding>(sql) });
      const checked = found.map(({ name, rule, rows }) => ({ name, rule, drifts: rows.length }));
      const drift = found.flatMap(({ name, rows }) => rows.slice(0, maxRows).map((row) => ({ check: name, ...row })));
      const drifts = checked.reduce((all, each) => all + each.drifts, 0);
      return { at, counted, posted, sums, checked, drift, drifts, ok: drifts === 0 };
    });
  }
}

type Finding = Omit<LedgerDrift, 'check'>;

const readSums = async (read: SnapshotRead, sql: string): Promise<Money[]> =>
  (await read<SumRow>(sql)).map((row) => ({ minor: BigInt(row.minor), currency: currency(row.currency) }));

const madeMoney = ({ minor, currency: code }: Money): Finding[] =>
  minor === 0n ? [] : [{ subject: code, expected: '0', actual: minor.toString() }];
