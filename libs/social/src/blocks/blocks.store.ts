import type { AccountId } from '@moments/kernel';
import { rows, type Tx } from '@moments/platform';

/**
 * The condition that one of two accounts has blocked the other, as SQL over two expressions of ours (columns or
 * parameters, never anybody's text). A missing account (null) is blocked by nobody.
 *
 * `offset 0` makes each pair a look into an index: without it the planner may read all whom somebody has blocked, or by
 * whom they are, to look in there, which is little for most and very much for some.
 */
export const blockedBetween = (one: string, other: string): string =>
  `(exists (select from blocks where blocker_id = ${one} and blocked_id = ${other} offset 0)
    or exists (select from blocks where blocker_id = ${other} and blocked_id = ${one} offset 0))`;

const pairLock = `select pg_advisory_xact_lock(hashtextextended(least($1::text, $2::text) || greatest($1::text, $2::text), 0))`;
const blocked = `select ${blockedBetween('$1::uuid', '$2::uuid')} as blocked`;

/** Holds what two accounts are to each other until the transaction ends. */
export async function lockPair(tx: Tx, one: AccountId, other: AccountId): Promise<void> {
  await rows(tx, pairLock, [one, other]);
}

/**
 * Whether two accounts are apart, and holds it so until the transaction ends: a follow and a block of the same two
 * never pass each other unseen.
 */
export async function lockWhetherBlocked(tx: Tx, one: AccountId, other: AccountId): Promise<boolean> {
  await lockPair(tx, one, other);
  const [found] = await rows<{ blocked: boolean }>(tx, blocked, [one, other]);
  return found?.blocked ?? false;
}

const whetherBlocked = 'select from blocks where blocker_id = $1 and blocked_id = $2';

/** Whether one account has blocked the other; not the other way round. */
export async function hasBlocked(
  tx: Tx,
  { blockerId, blockedId }: { blockerId: AccountId; blockedId: AccountId },
): Promise<boolean> {
  return (await rows(tx, whetherBlocked, [blockerId, blockedId])).length === 1;
}
