import type { AccountId, MomentId } from '@moments/kernel';
import { execute, rows, statement, type Tx } from '@moments/platform';

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
  /** Changes with the moments' likes by itself. */
  likesReceived?: number;
}

const changeMoments = statement(
  'social.change-moment-counters',
  `with change as (select * from unnest($1::uuid[], $2::int[], $3::int[], $4::int[], $5::int[])
                       as change (moment_id, likes, comments, shares, saves)),
        locked as (select moment_id, closed_at from moment_counters
                    where moment_id = any($1) order by moment_id for update)
   update moment_counters as counters
      set likes = counters.likes + change.likes, comments = counters.comments + change.comments,
          shares = counters.shares + change.shares, saves = counters.saves + change.saves
     from locked join change using (moment_id)
    where counters.moment_id = locked.moment_id and locked.closed_at is null
   returning counters.author_id as "authorId", change.likes`,
);

const addToOne = statement(
  'social.add-to-moment-counters',
  `with moment as (
     insert into moment_counters as counters (moment_id, author_id, likes, comments, shares, saves)
     values ($1, $2, $3, $4, $5, $6)
     on conflict (moment_id) do update
       set likes = counters.likes + excluded.likes, comments = counters.comments + excluded.comments,
           shares = counters.shares + excluded.shares, saves = counters.saves + excluded.saves
       where counters.closed_at is null
     returning author_id),
   received as (
     insert into profile_counters as counters (account_id, likes_received)
     select author_id, $3::int from moment where $3::int > 0
     on conflict (account_id) do update set likes_received = counters.likes_received + excluded.likes_received
       where counters.closed_at is null)
   select from moment`,
);

const changeProfiles = statement(
  'social.change-profile-counters',
  `with change as (select * from unnest($1::uuid[], $2::int[], $3::int[], $4::int[])
                       as change (account_id, followers, following, likes_received)),
        locked as (select account_id, closed_at from profile_counters
                    where account_id = any($1) order by account_id for update)
   update profile_counters as counters
      set followers = counters.followers + change.followers, following = counters.following + change.following,
          likes_received = counters.likes_received + change.likes_received
     from locked join change using (account_id)
    where counters.account_id = locked.account_id and locked.closed_at is null`,
);

/** Changes counters that exist and are open, and what their authors have received. */
export async function changeMomentCounters(tx: Tx, changes: readonly MomentChange[]): Promise<void> {
  if (changes.length === 0) return;
  const changed = await rows<{ authorId: AccountId; likes: number }>(tx, changeMoments, [
    changes.map(({ momentId }) => momentId),
    changes.map(({ likes }) => likes ?? 0),
    changes.map(({ comments }) => comments ?? 0),
    changes.map(({ shares }) => shares ?? 0),
    changes.map(({ saves }) => saves ?? 0),
  ]);
  const received = new Map<AccountId, number>();
  for (const { authorId, likes } of changed) received.set(authorId, (received.get(authorId) ?? 0) + likes);
  await changeProfileCounters(
    tx,
    [...received].flatMap(([accountId, likesReceived]) => (likesReceived === 0 ? [] : [{ accountId, likesReceived }])),
  );
}

/** Changes counters that exist and are open. */
export async function changeProfileCounters(tx: Tx, changes: readonly ProfileChange[]): Promise<void> {
  if (changes.length === 0) return;
  await execute(tx, changeProfiles, [
    changes.map(({ accountId }) => accountId),
    changes.map(({ followers }) => followers ?? 0),
    changes.map(({ following }) => following ?? 0),
    changes.map(({ likesReceived }) => likesReceived ?? 0),
  ]);
}

/**
 * Adds to a moment's counters, and its likes to what its author has received, making rows for the first time; false
 * when the moment is closed.
 */
export async function addToMoment(tx: Tx, change: MomentChange & { authorId: AccountId }): Promise<boolean> {
  const { momentId, authorId, likes = 0, comments = 0, shares = 0, saves = 0 } = change;
  const open = await rows(tx, addToOne, [momentId, authorId, likes, comments, shares, saves]);
  return open.length === 1;
}
