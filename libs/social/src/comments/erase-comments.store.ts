import type { AccountId, CommentId, MomentId } from '@moments/kernel';
import { execute, rows, type Tx } from '@moments/platform';
import { changeMomentCounters } from '../counters/counters.store.js';

/*
 * Comments go before their likes: a like that is just being written finds its comment gone, or is found here afterwards.
 * Each function takes one batch and gives how much it was; nothing is left when that is 0.
 */

/** Deletes comments and replies of a moment whose counters are closed. */
export const eraseCommentsOfMoment = (tx: Tx, momentId: MomentId, batchSize: number): Promise<number> =>
  execute(
    tx,
    `delete from comments where moment_id = $1
        and id in (select id from comments where moment_id = $1 order by id limit $2)`,
    [momentId, batchSize],
  );

/** Deletes likes of a moment's comments, once those are deleted. */
export const eraseCommentLikesOfMoment = (tx: Tx, momentId: MomentId, batchSize: number): Promise<number> =>
  execute(
    tx,
    `delete from comment_likes where (moment_id, comment_id, account_id) in (
       select moment_id, comment_id, account_id from comment_likes where moment_id = $1
        order by comment_id, account_id limit $2)`,
    [momentId, batchSize],
  );

interface ErasedComment {
  momentId: MomentId;
  replyToId: CommentId | null;
  stood: boolean;
  replies: number;
}

// Rows are blanked, not deleted: what others replied hangs on them until both are swept. What is answered is locked
// before the answers, as everywhere, and by a statement of its own: replies that came meanwhile are seen by the next.
const lockBatch = `
  select comments.moment_id as "momentId", comments.id, comments.reply_to_id as "replyToId"
    from comments where writer_id = $1 and text <> '' and (reply_to_id is not null) = $2
   order by id limit $3`;

const lockComments = `
  select from comments where (moment_id, id) in (select * from unnest($1::uuid[], $2::uuid[])) order by id for update`;

const blank = `
  with before as (
    select moment_id, id, removed_at is null as stood from comments
     where (moment_id, id) in (select * from unnest($1::uuid[], $2::uuid[])))
  update comments
     set text = '', likeness = '', input_hash = '', pinned_at = null,
         removed_at = coalesce(removed_at, $3), removed_by = coalesce(removed_by, 'writer')
    from before where comments.moment_id = before.moment_id and comments.id = before.id
  returning comments.moment_id as "momentId", reply_to_id as "replyToId", before.stood, replies`;

/** Takes the words out of an account's comments of its own, which are removed with all replies unless they were before. */
export async function eraseOwnComments(
  tx: Tx,
  { accountId, now, batchSize }: { accountId: AccountId; now: Date; batchSize: number },
): Promise<number> {
  const batch = await lockedBatch(tx, { accountId, replies: false, batchSize });
  const erased = await rows<ErasedComment>(tx, blank, [...keysOf(batch), now]);
  await changeComments(
    tx,
    erased.filter(({ stood }) => stood).map(({ momentId, replies }) => ({ momentId, by: -1 - replies })),
  );
  return batch.length;
}

const uncountReplies = `
  with gone as (
    select moment_id, id, count(*)::int as replies from unnest($1::uuid[], $2::uuid[]) as gone (moment_id, id)
     group by moment_id, id)
  update comments set replies = comments.replies - gone.replies
    from gone where comments.moment_id = gone.moment_id and comments.id = gone.id
  returning comments.moment_id as "momentId", gone.replies, comments.removed_at is null as stands`;

/** The same for its replies to others. */
export async function eraseOwnReplies(
  tx: Tx,
  { accountId, now, batchSize }: { accountId: AccountId; now: Date; batchSize: number },
): Promise<number> {
  const batch = await lockedBatch(tx, { accountId, replies: true, batchSize });
  const erased = (await rows<ErasedComment>(tx, blank, [...keysOf(batch), now])).filter(({ stood }) => stood);
  const answered = await rows<{ momentId: MomentId; replies: number; stands: boolean }>(tx, uncountReplies, [
    erased.map(({ momentId }) => momentId),
    erased.map(({ replyToId }) => replyToId),
  ]);
  await changeComments(
    tx,
    answered.filter(({ stands }) => stands).map(({ momentId, replies }) => ({ momentId, by: -replies })),
  );
  return batch.length;
}

/** Takes back an account's likes of comments. */
export async function eraseOwnCommentLikes(
  tx: Tx,
  { accountId, batchSize }: { accountId: AccountId; batchSize: number },
): Promise<number> {
  const erased = await rows<{ momentId: MomentId; commentId: CommentId }>(
    tx,
    `delete from comment_likes where (moment_id, comment_id, account_id) in (
       select moment_id, comment_id, account_id from comment_likes where account_id = $1 order by comment_id limit $2)
     returning moment_id as "momentId", comment_id as "commentId"`,
    [accountId, batchSize],
  );
  const keys = [erased.map(({ momentId }) => momentId), erased.map(({ commentId }) => commentId)];
  await rows(tx, lockComments, keys);
  await execute(
    tx,
    `update comments set likes = likes - 1
      where (moment_id, id) in (select * from unnest($1::uuid[], $2::uuid[]))`,
    keys,
  );
  return erased.length;
}

interface CommentKey {
  momentId: MomentId;
  id: CommentId;
  replyToId: CommentId | null;
}

async function lockedBatch(
  tx: Tx,
  { accountId, replies, batchSize }: { accountId: AccountId; replies: boolean; batchSize: number },
): Promise<CommentKey[]> {
  const batch = await rows<CommentKey>(tx, lockBatch, [accountId, replies, batchSize]);
  const answered = batch.flatMap(({ momentId, replyToId }) => (replyToId ? [{ momentId, id: replyToId }] : []));
  if (answered.length > 0) await rows(tx, lockComments, keysOf(answered));
  await rows(tx, lockComments, keysOf(batch));
  return batch;
}

const keysOf = (comments: readonly Pick<CommentKey, 'momentId' | 'id'>[]): [MomentId[], CommentId[]] => [
  comments.map(({ momentId }) => momentId),
  comments.map(({ id }) => id),
];

/** Sums up what changes under each moment: one row takes one change. */
async function changeComments(tx: Tx, changes: readonly { momentId: MomentId; by: number }[]): Promise<void> {
  const sums = new Map<MomentId, number>();
  for (const { momentId, by } of changes) sums.set(momentId, (sums.get(momentId) ?? 0) + by);
  await changeMomentCounters(
    tx,
    [...sums].map(([momentId, comments]) => ({ momentId, comments })),
  );
}
