import { type AccountId, NotFound } from '@moments/kernel';
import { type Database, emitting, rows, statement, type Tx } from '@moments/platform';
import { blockedBetween } from '../blocks/blocks.store.js';

/** Who follows and who is followed. */
export interface FollowCommand {
  followerId: AccountId;
  followeeId: AccountId;
}

/** What a follow has changed. */
export interface Followed {
  changed: boolean;
  /** Of the two counters; fewer than two when one of the accounts is closed. */
  counted: number;
  /** How many the follower follows now. */
  following: number | null;
}

// Reads the profiles' own table (never writes it): one statement finds whom it is about, whether they are apart, and
// writes the row, the news and then the counters, by account id as everywhere.
const shown = `shown as (
  select id from profiles where id = $2 and erased_at is null and not ${blockedBetween('$1::uuid', '$2::uuid')})`;

const add = statement(
  'social.add-follow',
  `with ${shown},
        added as (insert into follows (follower_id, followee_id, created_at) select $1::uuid, id, $3 from shown
                  on conflict do nothing returning followee_id),
        told as (select ${emitting(4)} from added),
        counted as (
          insert into profile_counters as counters (account_id, followers, following)
          select change.* from told, (values ($1::uuid, 0, 1), ($2::uuid, 1, 0)) as change (account_id, followers, following)
           order by change.account_id
          on conflict (account_id) do update
            set followers = counters.followers + excluded.followers, following = counters.following + excluded.following
            where counters.closed_at is null
          returning account_id, following)
   select exists (select from added) as changed, (select count(*)::int from counted) as counted,
          (select following from counted where account_id = $1) as following
     from shown`,
);

// What is locked must not be looked up in what was deleted: a row that somebody else has just changed is judged once more
// after the wait, and then nothing is found there.
const remove = statement(
  'social.remove-follow',
  `with ${shown},
        gone as (delete from follows using shown where follower_id = $1 and followee_id = shown.id
                 returning follower_id, followee_id),
        told as (select ${emitting(3)} from gone),
        locked as (select account_id, closed_at from profile_counters
                    where account_id in ($1, $2) and exists (select from told) order by account_id for update),
        counted as (
          update profile_counters as counters
             set followers = counters.followers - (counters.account_id = $2)::int,
                 following = counters.following - (counters.account_id = $1)::int
            from locked where counters.account_id = locked.account_id and locked.closed_at is null)
   select from shown`,
);

/**
 * Writes a follow, tells `news` of it and counts it; nothing when it is there already, having waited for another device
 * just writing it. Throws `NotFound` when there is no such profile for this follower.
 */
export async function insertFollow(
  tx: Tx,
  { followerId, followeeId, at, news }: FollowCommand & { at: Date; news: readonly unknown[] },
): Promise<Followed> {
  const [followed] = await rows<Followed>(tx, add, [followerId, followeeId, at, ...news]);
  if (!followed) throw notFound();
  return followed;
}

/**
 * Deletes a follow, tells `news` of it and takes it off the counters; nothing changes without it. Throws `NotFound` as
 * {@link insertFollow} does.
 */
export async function deleteFollow(
  database: Database,
  { followerId, followeeId, news }: FollowCommand & { news: readonly unknown[] },
): Promise<void> {
  const shown = await database.autocommit(remove, [followerId, followeeId, ...news]);
  if (shown.length === 0) throw notFound();
}

const notFound = () => new NotFound('profile', ['profileId']);
