import type { AccountId } from '@moments/kernel';
import { rows, type Tx } from '@moments/platform';

/** Lists of accounts that somebody keeps, and the column that says whose they are. */
const owners = { blocks: 'blocker_id', mutes: 'muter_id' } as const;

export type HidingList = keyof typeof owners;

/** Lets one device at a time add to somebody's list: of two at its limit the second sees the first. */
export async function lockListOf(tx: Tx, list: HidingList, accountId: AccountId): Promise<void> {
  await rows(tx, 'select pg_advisory_xact_lock(hashtextextended($1, 0))', [`${list}:${accountId}`]);
}

/** Whether there are more than `max` in somebody's list; reads no more than one row beyond. */
export async function reachesBeyond(tx: Tx, list: HidingList, accountId: AccountId, max: number): Promise<boolean> {
  const beyond = await rows(tx, `select from ${list} where ${owners[list]} = $1 offset $2 limit 1`, [accountId, max]);
  return beyond.length > 0;
}
