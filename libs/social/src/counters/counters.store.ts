import type { AccountId, MomentId } from '@moments/kernel';
import { execute, rows, type Tx } from '@moments/platform';

/*
 * Lock order of everything in this lib: the row that is counted (a like, a follow, a comment), then moment_counters by moment id,
 * then profile_counters by account id. Nobody holds a later one while waiting for an earlier one, so nobody deadlocks.
 * Counters come last of all in a transaction: a popular row is held no longer than it takes to commit.
 */

/** By how much a moment's counters change. */
export interface MomentChange {
  momentId: MomentId;
  likes?: number;
  comments?: number;
  shares?: number;
  saves?: number;
}

/** By how much a profile's counters change. */
export interface ProfileChange {
  accountId: AccountId;
  followers?: number;
  following?: number;
  likesReceived?: number;
}

const changeMoments = `
  with change as (select * from unnest($1::uuid[], $2::int[], $3::int[], $4::int[], $5::int[])
                      as change (moment_id, likes, comments, shares, saves)),
       locked as (select moment_id, closed_at from moment_counters
                   where moment_id = any($1) order by moment_id for update)
  update moment_counters as counters
     set likes = counters.likes + change.likes, comments = counters.comments + change.comments,
         shares = counters.shares + change.shares, saves = counters.saves + change.saves
    from locked join change using (moment_id)
   where counters.moment_id = locked.moment_id and locked.closed_at is null
  returning counters.moment_id as "momentId", counters.author_id as "authorId"`;

const changeProfiles = `
  with change as (select * from unnest($1::uuid[], $2::int[], $3::int[], $4::int[])
                      as change (account_id, followers, following, likes_received)),
       locked as (select account_id, closed_at from profile_counters
                   where account_id = any($1) order by account_id for update)
  update profile_counters as counters
     set followers = counters.followers + change.followers,
         following = counters.following + change.following,
         likes_received = counters.likes_received + change.likes_received
    from locked join change using (account_id)
   where counters.account_id = locked.account_id and locked.closed_at is null
  returning counters.account_id as "accountId"`;

/** Changes counters that exist and are open; the moments it gives are those that were changed. */
export async function changeMomentCounters(
  tx: Tx,
  changes: readonly MomentChange[],
): Promise<{ momentId: MomentId; authorId: AccountId }[]> {
  if (changes.length === 0) return [];
  return rows(tx, changeMoments, [
    changes.map(({ momentId }) => momentId),
    changes.map(({ likes }) => likes ?? 0),
    changes.map(({ comments }) => comments ?? 0),
    changes.map(({ shares }) => shares ?? 0),
    changes.map(({ saves }) => saves ?? 0),
  ]);
}

/** Changes counters that exist and are open; the accounts it gives are those that were changed. */
export async function changeProfileCounters(tx: Tx, changes: readonly ProfileChange[]): Promise<AccountId[]> {
  if (changes.length === 0) return [];
  const changed = await rows<{ accountId: AccountId }>(tx, changeProfiles, [
    changes.map(({ accountId }) => accountId),
    changes.map(({ followers }) => followers ?? 0),
    changes.map(({ following }) => following ?? 0),
    changes.map(({ likesReceived }) => likesReceived ?? 0),
  ]);
  return changed.map(({ accountId }) => accountId);
}

/** Adds to a moment's counters, making their row when it is the first; false when the moment is closed. */
export async function addToMoment(tx: Tx, change: MomentChange & { authorId: AccountId }): Promise<boolean> {
  if ((await changeMomentCounters(tx, [change])).length === 1) return true;
  await execute(tx, 'insert into moment_counters (moment_id, author_id) values ($1, $2) on conflict do nothing', [
    change.momentId,
    change.authorId,
  ]);
  return (await changeMomentCounters(tx, [change])).length === 1;
}

/** Adds to profiles' counters, making rows for the first time; false when one of the accounts is closed. */
export async function addToProfiles(tx: Tx, changes: readonly ProfileChange[]): Promise<boolean> {
  const changed = await changeProfileCounters(tx, changes);
  if (changed.length === changes.length) return true;
  // Once in an account's life. Its row comes after the others' whatever its id says; should two first times meet so
  // badly that they deadlock, the transaction starts anew and finds the rows.
  const missing = changes.filter(({ accountId }) => !changed.includes(accountId));
  await execute(
    tx,
    'insert into profile_counters (account_id) select unnest($1::uuid[]) order by 1 on conflict do nothing',
    [missing.map(({ accountId }) => accountId)],
  );
  return (await changeProfileCounters(tx, missing)).length === missing.length;
}
