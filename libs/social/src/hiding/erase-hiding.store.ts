import type { AccountId, MomentId } from '@moments/kernel';
import { execute, type Tx } from '@moments/platform';

/** Every table of who keeps what away, by each column of what may go, with the rest of its key. */
const byAccount = [
  { table: 'blocks', gone: 'blocker_id', other: 'blocked_id' },
  { table: 'blocks', gone: 'blocked_id', other: 'blocker_id' },
  { table: 'mutes', gone: 'muter_id', other: 'muted_id' },
  { table: 'mutes', gone: 'muted_id', other: 'muter_id' },
  { table: 'not_interested_moments', gone: 'account_id', other: 'moment_id' },
  { table: 'not_interested_authors', gone: 'account_id', other: 'author_id' },
  { table: 'not_interested_authors', gone: 'author_id', other: 'account_id' },
] as const;

const byMoment = [{ table: 'not_interested_moments', gone: 'moment_id', other: 'account_id' }] as const;

interface Kept {
  table: string;
  gone: string;
  other: string;
}

/** Deletes a batch of what an account kept away, and of those who kept it away; gives how many, 0 when nothing is left. */
export const eraseHidingOfAccount = (tx: Tx, accountId: AccountId, batchSize: number): Promise<number> =>
  eraseFirst(tx, byAccount, accountId, batchSize);

/** Deletes a batch of those who did not want to see a moment; gives how many, 0 when nothing is left. */
export const eraseHidingOfMoment = (tx: Tx, momentId: MomentId, batchSize: number): Promise<number> =>
  eraseFirst(tx, byMoment, momentId, batchSize);

async function eraseFirst(
  tx: Tx,
  tables: readonly Kept[],
  id: AccountId | MomentId,
  batchSize: number,
): Promise<number> {
  for (const { table, gone, other } of tables) {
    const erased = await execute(
      tx,
      `delete from ${table} where ${gone} = $1
          and ${other} in (select ${other} from ${table} where ${gone} = $1 order by ${other} limit $2)`,
      [id, batchSize],
    );
    if (erased > 0) return erased;
  }
  return 0;
}
