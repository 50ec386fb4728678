import type { AccountId } from '@moments/kernel';
import { execute, rows, statement, type Tx } from '@moments/platform';

/** The row by which an account's notifications change one after the other. */
interface Recipient {
  /** The latest time that any of its notifications was given. */
  lastAt: Date;
  /** The account is gone and is told nothing any more. */
  closed: boolean;
}

const lock = statement(
  'notifications.lock-recipient',
  `select last_at as "lastAt", closed_at is not null as closed from notification_counters
    where recipient_id = $1 for update`,
);
const make = statement(
  'notifications.make-recipient',
  `insert into notification_counters (recipient_id, last_at) values ($1, to_timestamp(0)) on conflict do nothing`,
);

/**
 * Holds an account's notifications until the transaction ends. Whoever writes or takes back locks this first: so times
 * are given in the order in which they become visible, one act cannot be counted twice, and nobody deadlocks.
 * `undefined` when the account was never told anything.
 */
export async function lockRecipient(tx: Tx, recipientId: AccountId): Promise<Recipient | undefined> {
  const [recipient] = await rows<Recipient>(tx, lock, [recipientId]);
  return recipient;
}

/** The same, making the row for the first time. */
export async function openRecipient(tx: Tx, recipientId: AccountId): Promise<Recipient> {
  const known = await lockRecipient(tx, recipientId);
  if (known) return known;
  await execute(tx, make, [recipientId]);
  const made = await lockRecipient(tx, recipientId);
  if (!made) throw new Error(`account ${recipientId} has no row of notifications`);
  return made;
}
