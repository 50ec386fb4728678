import { type AccountId, after, days } from '@moments/kernel';
import { execute, mapConstraints, rows, type Tx } from '@moments/platform';
import { v7 } from 'uuid';
import { HandleChangedTooOften, HandleTaken } from '../identity.errors.js';
import type { HandleRules } from '../identity.settings.js';

/** Constraints that keep handles unique, by case and by look. */
export const whenHandleIsTaken = {
  profiles_handle_key: () => new HandleTaken(),
  profiles_handle_skeleton_key: () => new HandleTaken(),
};

/**
 * Throws `HandleTaken` when the account's new handle looks like one that another has given up lately. Called once the new
 * one is written: whoever was giving it up at the same time has then been waited for.
 */
export async function requireHandleFree(tx: Tx, accountId: AccountId, now: Date): Promise<void> {
  const held = await rows(
    tx,
    `select from profiles p join former_handles f on f.handle_skeleton = p.handle_skeleton
      where p.id = $1 and f.account_id <> $1 and f.held_until > $2 limit 1`,
    [accountId, now],
  );
  if (held.length > 0) throw new HandleTaken();
}

/** A change of a locked profile's handle. */
export interface HandleChange {
  accountId: AccountId;
  from: string;
  to: string;
  now: Date;
}

/** Writes the new handle and keeps the old one for the account. Throws `HandleTaken`, `HandleChangedTooOften`. */
export async function changeHandle(tx: Tx, change: HandleChange, rules: HandleRules): Promise<void> {
  const { accountId, from, to, now } = change;
  const isOther = from.toLowerCase() !== to.toLowerCase();
  if (isOther && (await changesSince(tx, accountId, after(now, -days(rules.windowDays)))) >= rules.changes) {
    throw new HandleChangedTooOften(rules);
  }
  const write = execute(tx, 'update profiles set handle = $2 where id = $1', [accountId, to]);
  await mapConstraints(write, whenHandleIsTaken);
  if (!isOther) return;
  await requireHandleFree(tx, accountId, now);
  await execute(
    tx,
    'insert into former_handles (id, account_id, handle, left_at, held_until) values ($1, $2, $3, $4, $5)',
    [v7(), accountId, from, now, after(now, days(rules.heldDays))],
  );
}

async function changesSince(tx: Tx, accountId: AccountId, since: Date): Promise<number> {
  const [counted] = await rows<{ changes: number }>(
    tx,
    'select count(*)::int as changes from former_handles where account_id = $1 and left_at > $2',
    [accountId, since],
  );
  return counted?.changes ?? 0;
}
