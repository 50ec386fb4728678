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

/** By how much a profile's counters change; likes received change with the moments'. */
export interface ProfileChange {
  accountId: AccountId;
  followers?: number;
  following?: number;
}

// The likes of a moment are counted for its author as well. The author's row depends on the moment's, so it is locked
// after it, in the order of their ids; a sum of none touches nobody.
const changeMoments = statement(
  'social.change-moment-counters',
  `with change as (select * from unnest($1::uuid[], $2::int[], $3::int[], $4::int[], $5::int[])
                       as change (moment_id, likes, comments, shares, saves)),
        locked as (select moment_id, closed_at from moment_counters
                    where moment_id = any($1) order by moment_id for update),
        changed as (
          update moment_counters as counters
             set likes = counters.likes + change.likes, comments = counters.comments + change.comments,
                 shares = counters.shares + change.shares, saves = counters.saves + change.saves
            from locked join change using (moment_id)
           where counters.moment_id = locked.moment_id and locked.closed_at is null
          returning counters.moment_id, counters.author_id, change.likes),
        authors as (select author_id, sum(likes)::int as likes from changed group by author_id having sum(likes) <> 0),
        locked_authors as (select account_id, closed_at from profile_counters
                            where account_id in (select author_id from authors) order by account_id for update),
        received as (
          update profile_counters as counters set likes_received = counters.likes_received + authors.likes
            from locked_authors join authors on authors.author_id = locked_authors.account_id
           where counters.account_id = locked_authors.account_id and locked_authors.closed_at is null)
   select moment_id as "momentId" from changed`,
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
  `with change as (select * from unnest($1::uuid[], $2::int[], $3::int[]) as change (account_id, followers, following)),
        locked as (select account_id, closed_at from profile_counters
                    where account_id = any($1) order by account_id for update)
   update profile_counters as counters
      set followers = counters.followers + change.followers, following = counters.following + change.following
     from locked join change using (account_id)
    where counters.account_id = locked.account_id and locked.closed_at is null`,
);

const addToSome = statement(
  'social.add-to-profile-counters',
  `insert into profile_counters as counters (account_id, followers, following)
   select * from unnest($1::uuid[], $2::int[], $3::int[]) as change (account_id, followers, following)
    order by account_id
   on conflict (account_id) do update
     set followers = counters.followers + excluded.followers, following = counters.following + excluded.following
     where counters.closed_at is null
   returning account_id as "accountId", following`,
);

/** Changes counters that exist and are open, and what their authors have received. */
export async function changeMomentCounters(tx: Tx, changes: readonly MomentChange[]): Promise<void> {
  if (changes.length === 0) return;
  await rows(tx, changeMoments, [
    changes.map(({ momentId }) => momentId),
    changes.map(({ likes }) => likes ?? 0),
    changes.map(({ comments }) => comments ?? 0),
    changes.map(({ shares }) => shares ?? 0),
    changes.map(({ saves }) => saves ?? 0),
  ]);
}

/** Changes counters that exist and are open. */
export async function changeProfileCounters(tx: Tx, changes: readonly ProfileChange[]): Promise<void> {
  if (changes.length > 0) await execute(tx, changeProfiles, ofProfiles(changes));
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

/**
 * Adds to profiles' counters, making rows for the first time; gives how many each follows now, and nothing for an
 * account that is closed.
 */
export async function addToProfiles(tx: Tx, changes: readonly ProfileChange[]): Promise<Map<AccountId, number>> {
  const added = await rows<{ accountId: AccountId; following: number }>(tx, addToSome, ofProfiles(changes));
  return new Map(added.map(({ accountId, following }) => [accountId, following]));
}

const ofProfiles = (changes: readonly ProfileChange[]): unknown[] => [
  changes.map(({ accountId }) => accountId),
  changes.map(({ followers }) => followers ?? 0),
  changes.map(({ following }) => following ?? 0),
];
