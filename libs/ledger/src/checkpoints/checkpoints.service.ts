import { Injectable } from '@nestjs/common';
import { Database, execute, statement } from '@moments/platform';
import { setTimeout as sleep } from 'node:timers/promises';

export interface CheckpointOptions {
  /** An account with fewer new postings gets none. */
  minPostings: number;
  /** How long transactions that began before are waited for. */
  waitMs: number;
}

const pollMs = 50;

const lastPosting = statement(
  'ledger.last-posting',
  `select coalesce(pg_sequence_last_value(pg_get_serial_sequence('ledger_postings', 'id')::regclass), 0)::text as id`,
);
const runningUntil = statement(
  'ledger.running-until',
  'select pg_snapshot_xmax(pg_current_snapshot())::text as transaction',
);
const allEnded = statement(
  'ledger.all-ended',
  'select pg_snapshot_xmin(pg_current_snapshot()) >= $1::text::xid8 as ended',
);

const addUp = `
  insert into ledger_checkpoints (account_id, posting_id, balance, last_at)
  select accounts.id, $1::bigint, coalesce(known.balance, 0) + moved.balance, greatest(known.last_at, moved.last_at)
    from ledger_accounts as accounts
    left join lateral (
      select posting_id, balance, last_at from ledger_checkpoints
       where account_id = accounts.id order by posting_id desc limit 1) as known on true
   cross join lateral (
      select sum(posted.amount) as balance, max(posted.at) as last_at, count(*) as postings
        from (select amount, at from ledger_postings
               where to_account_id = accounts.id and to_seq is null
                 and id > coalesce(known.posting_id, 0) and id <= $1::bigint
              union all
              select -amount, at from ledger_postings
               where from_account_id = accounts.id and from_seq is null
                 and id > coalesce(known.posting_id, 0) and id <= $1::bigint) as posted) as moved
   where not accounts.keeps_balance and moved.postings >= $2
      on conflict (account_id, posting_id) do nothing`;

/**
 * Adds up the accounts that keep no balance, so that reading one need not go back to its first posting. A checkpoint
 * only saves time: without any, balances are the same.
 */
@Injectable()
export class CheckpointsService {
  constructor(private readonly database: Database) {}

  /** Gives how many accounts got a checkpoint; none when older transactions do not end in time. */
  async make({ minPostings, waitMs }: CheckpointOptions): Promise<number> {
    // First the id, then who is running: whoever took an id up to this one runs by then, or has ended.
    const [last] = await this.database.read<{ id: string }>(lastPosting);
    if (!last || !(await this.othersEnded(waitMs))) return 0;
    // Ids are given before the commit: only now nobody can add a posting below the one that is summed up to.
    return this.database.transaction((tx) => execute(tx, addUp, [last.id, minPostings]));
  }

  private async othersEnded(waitMs: number): Promise<boolean> {
    const [running] = await this.database.read<{ transaction: string }>(runningUntil);
    for (let waitedMs = 0; ; waitedMs += pollMs) {
      const [all] = await this.database.read<{ ended: boolean }>(allEnded, [running?.transaction]);
      if (all?.ended) return true;
      if (waitedMs >= waitMs) return false;
      await sleep(pollMs);
    }
  }
}
