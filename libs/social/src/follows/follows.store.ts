import { type AccountId, NotFound } from '@moments/kernel';
import { rows, type Statement, statement, type Tx } from '@moments/platform';
import { blockedBetween } from '../blocks/blocks.store.js';

/** Who follows and who is followed. */
export interface FollowCommand {
  followerId: AccountId;
  followeeId: AccountId;
}

// Reads the profiles' own table (never writes it): one statement finds whom it is about, whether they are apart, and
// writes the row.
const shown = `select id from profiles
  where id = $2 and erased_at is null and not ${blockedBetween('$1::uuid', '$2::uuid')}`;

const add = statement(
  'social.add-follow',
  `with shown as (${shown}),
        added as (insert into follows (follower_id, followee_id, created_at) select $1, id, $3 from shown
                  on conflict do nothing returning followee_id)
   select exists (select from added) as changed from shown`,
);

const remove = statement(
  'social.remove-follow',
  `with shown as (${shown}),
        gone as (delete from follows where follower_id = $1 and followee_id in (select id from shown)
                 returning followee_id)
   select exists (select from gone) as changed from shown`,
);

/**
 * Writes a follow, without counters; false when it is there already, having waited for another device just writing it.
 * Throws `NotFound` when there is no such profile for this follower.
 */
export const insertFollow = (tx: Tx, { followerId, followeeId }: FollowCommand, at: Date): Promise<boolean> =>
  changedBy(tx, add, [followerId, followeeId, at]);

/** Deletes a follow, without counters; false when there was none. Throws `NotFound` as {@link insertFollow} does. */
export const deleteFollow = (tx: Tx, { followerId, followeeId }: FollowCommand): Promise<boolean> =>
  changedBy(tx, remove, [followerId, followeeId]);

async function changedBy(tx: Tx, change: Statement, parameters: unknown[]): Promise<boolean> {
  const [found] = await rows<{ changed: boolean }>(tx, change, parameters);
  if (!found) throw new NotFound('profile', ['profileId']);
  return found.changed;
}
