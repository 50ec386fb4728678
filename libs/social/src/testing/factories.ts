import type { AccountId, MomentId } from '@moments/kernel';
import { type Database, execute } from '@moments/platform';
import { addToMoment } from '../counters/counters.store.js';

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
    await execute(
      tx,
      `insert into profile_counters as counters (account_id, followers, following)
       values ($1::uuid, 0, 1), ($2::uuid, 1, 0)
       on conflict (account_id) do update
         set followers = counters.followers + excluded.followers, following = counters.following + excluded.following`,
      [followerId, followeeId],
    );
  });
}

/** Writes a block of two who do not follow each other, and nothing that is told of it. */
export async function aBlock(
  { database }: World,
  { blockerId, blockedId }: { blockerId: AccountId; blockedId: AccountId },
): Promise<void> {
  await database.transaction((tx) =>
    execute(tx, 'insert into blocks (blocker_id, blocked_id, created_at) values ($1, $2, now())', [
      blockerId,
      blockedId,
    ]),
  );
}

/** Writes that somebody has muted somebody. */
export async function aMute(
  { database }: World,
  { muterId, mutedId }: { muterId: AccountId; mutedId: AccountId },
): Promise<void> {
  await database.transaction((tx) =>
    execute(tx, 'insert into mutes (muter_id, muted_id, created_at) values ($1, $2, now())', [muterId, mutedId]),
  );
}

/** Writes that somebody was not interested in a moment, and so in its author less, since `toldAt`. */
export async function notInterested(
  { database }: World,
  options: { accountId: AccountId; momentId: MomentId; authorId: AccountId; toldAt: Date },
): Promise<void> {
  const { accountId, momentId, authorId, toldAt } = options;
  await database.transaction(async (tx) => {
    await execute(tx, 'insert into not_interested_moments (account_id, moment_id, created_at) values ($1, $2, $3)', [
      accountId,
      momentId,
      toldAt,
    ]);
    await execute(tx, 'insert into not_interested_authors (account_id, author_id, told_at) values ($1, $2, $3)', [
      accountId,
      authorId,
      toldAt,
    ]);
  });
}
