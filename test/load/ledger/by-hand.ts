import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';

const run = promisify(execFile);

/** As many balances as the service has in the same benchmark. */
const accounts = 1_000;
const payees = 50;

/**
 * What somebody writes who wants transfers in one function and nothing else: the same tables with the same indexes, foreign
 * keys, an idempotency key, both balances updated in order, overdraft refused, a line with its running balance for each side.
 */
const schema = `
  create table hand_balances (
    id bigint primary key, balance bigint not null check (balance >= 0), seq bigint not null default 0
  ) with (fillfactor = 50);
  create table hand_entries (like ledger_entries including all);
  create table hand_postings (
    like ledger_postings including all,
    foreign key (entry_id) references hand_entries (id),
    foreign key (from_account_id) references hand_balances (id),
    foreign key (to_account_id) references hand_balances (id)
  );
  insert into hand_balances (id, balance) select id, 1000000000000 from generate_series(1, ${accounts}) as id;

  create function hand_transfer(p_from bigint, p_to bigint, p_amount bigint, p_key text) returns void
  language plpgsql as $$
  declare
    v_id constant uuid := uuidv7();
    v_from hand_balances;
    v_to hand_balances;
  begin
    if p_from < p_to then
      update hand_balances set balance = balance - p_amount, seq = seq + 1 where id = p_from returning * into v_from;
      update hand_balances set balance = balance + p_amount, seq = seq + 1 where id = p_to returning * into v_to;
    else
      update hand_balances set balance = balance + p_amount, seq = seq + 1 where id = p_to returning * into v_to;
      update hand_balances set balance = balance - p_amount, seq = seq + 1 where id = p_from returning * into v_from;
    end if;
    insert into hand_entries
           (id, scope, key, kind, reference, currency, input_hash, total, posting_count, at)
    values (v_id, 'product', p_key, 'transfer', 'bench', 'RUB', sha256(p_key::bytea), p_amount, 1, now());
    insert into hand_postings
           (entry_id, ordinal, currency, from_account_id, to_account_id, amount, at,
            from_seq, from_balance, to_seq, to_balance)
    values (v_id, 1, 'RUB', p_from, p_to, p_amount, now(), v_from.seq, v_from.balance, v_to.seq, v_to.balance);
  end $$;`;

const key = '\\set key random(1, 9000000000000000000)';
const scripts = {
  anybody: [
    `\\set from random(1, ${accounts})`,
    `\\set step random(1, ${accounts - 1})`,
    `\\set to (:from - 1 + :step) % ${accounts} + 1`,
  ],
  hotPayer: [`\\set from ${accounts}`, `\\set to random(1, ${payees})`],
};

export type Payments = keyof typeof scripts;

/** The function and its tables, beside the ledger in the same database. */
export class ByHand {
  private constructor(
    private readonly databaseUrl: string,
    private readonly folder: string,
  ) {}

  static async make(databaseUrl: string, folder: string): Promise<ByHand> {
    const client = new pg.Client({ connectionString: databaseUrl });
    await client.connect();
    await client.query(schema);
    await client.end();
    return new ByHand(databaseUrl, folder);
  }

  /** Transfers a second under pgbench. */
  async transfersPerSecond(
    payments: Payments,
    { connections, seconds }: { connections: number; seconds: number },
  ): Promise<number> {
    const file = join(this.folder, `${payments}.pgbench`);
    const call = 'select hand_transfer(:from::bigint, :to::bigint, 1, :key::text);';
    await writeFile(file, [...scripts[payments], key, call, ''].join('\n'));
    const { stdout } = await run('pgbench', [
      ...['--no-vacuum', '--protocol=prepared', `--file=${file}`],
      ...[`--client=${connections}`, '--jobs=2', `--time=${seconds}`, this.databaseUrl],
    ]);
    const [, tps] = /^tps = ([\d.]+) \(without initial connection time\)$/m.exec(stdout) ?? [];
    if (tps === undefined) throw new Error(`pgbench says:\n${stdout}`);
    return Number(tps);
  }
}
