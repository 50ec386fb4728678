import type { AccountId, MomentId } from '@moments/kernel';
import { type Database, execute } from '@moments/platform';
import { addToMoment, addToProfiles } from '../counters/counters.store.js';

interface World {
  database: Database;
}

/** Writes a like with its counters, and nothing that is told of it. */
export async function aLike(
  { database }: World,
  { accountId, momentId, authorId }: { accountId: AccountId; momentId: MomentId; authorId: AccountId },
): Promise<void> {
  await database.transaction(async (tx) => {
    await execute(tx, 'insert into likes (moment_id, account_id, created_at) values ($1, $2, now())', [
      momentId,
      accountId,
    ]);
    await addToMoment(tx, { momentId, authorId, likes: 1 });
  });
}

/** Writes a follow with its counters, and nothing that is told of it. */
export async function aFollow(
  { database }: World,
  { followerId, followeeId }: { followerId: AccountId; followeeId: AccountId },
): Promise<void> {
  await database.transaction(async (tx) => {
    await execute(tx, 'insert into follows (follower_id, followee_id, created_at) values ($1, $2, now())', [
      followerId,
      followeeId,
    ]);
    await addToProfiles(tx, [
      { accountId: followerId, following: 1 },
      { accountId: followeeId, followers: 1 },
    ]);
  });
}
