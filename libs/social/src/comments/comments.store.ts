import { type AccountId, after, type CommentId, days, minutes, type MomentId, NotFound } from '@moments/kernel';
import { execute, rows, type Tx } from '@moments/platform';
import { blockedBetween } from '../blocks/blocks.store.js';
import type { CommentRemover } from './comment.view.js';
import { ReplyToReply } from './comments.errors.js';
import type { WritingHabits } from './domain/judge-comment.js';

/** A comment as it is written. */
export interface NewComment {
  id: CommentId;
  momentId: MomentId;
  writerId: AccountId;
  text: string;
  replyToId: CommentId | null;
  idempotencyKey: string;
  inputHash: string;
  likeness: string;
  createdAt: Date;
}

/** Held until the transaction ends: of two comments of one account the second sees the first, its key and its haste. */
export async function lockWriter(tx: Tx, accountId: AccountId): Promise<void> {
  await execute(tx, 'select pg_advisory_xact_lock(hashtextextended($1, 0))', [`comments:${accountId}`]);
}

/** What was written with a key before, under whatever moment. */
export async function commentOfKey(
  tx: Tx,
  { writerId, idempotencyKey }: { writerId: AccountId; idempotencyKey: string },
): Promise<{ id: CommentId; inputHash: string } | undefined> {
  const sql = `select id, input_hash as "inputHash" from comments where writer_id = $1 and idempotency_key = $2`;
  const [found] = await rows<{ id: CommentId; inputHash: string }>(tx, sql, [writerId, idempotencyKey]);
  return found;
}

// Removed ones count as well: taking them back makes nobody any slower.
const habits = `
  select count(*) filter (where in_minute)::int as "minuteCount", min(created_at) filter (where in_minute) as "minuteFirst",
         count(*) filter (where in_day)::int as "dayCount", min(created_at) filter (where in_day) as "dayFirst",
         count(*) filter (where same and here)::int as "hereCount",
         min(created_at) filter (where same and here) as "hereFirst",
         count(*) filter (where same)::int as "sameCount", min(created_at) filter (where same) as "sameFirst"
    from (select created_at, created_at > $2 as in_minute, created_at > $3 as in_day, moment_id = $5 as here,
                 likeness = $6 and created_at > $4 as same
            from comments where writer_id = $1 and created_at > least($3::timestamptz, $4)) as written`;

interface HabitsRow {
  minuteCount: number;
  minuteFirst: Date | null;
  dayCount: number;
  dayFirst: Date | null;
  hereCount: number;
  hereFirst: Date | null;
  sameCount: number;
  sameFirst: Date | null;
}

/** What the writer has written before a comment. */
export async function habitsBefore(
  tx: Tx,
  { writerId, momentId, likeness, createdAt: now }: NewComment,
  repeatsWindowMinutes: number,
): Promise<WritingHabits> {
  const since = [minutes(1), days(1), minutes(repeatsWindowMinutes)].map((ms) => after(now, -ms));
  const [row] = await rows<HabitsRow>(tx, habits, [writerId, ...since, momentId, likeness]);
  if (!row) throw new Error('an aggregate gives a row');
  return {
    minute: { count: row.minuteCount, firstAt: row.minuteFirst },
    day: { count: row.dayCount, firstAt: row.dayFirst },
    sameHere: { count: row.hereCount, firstAt: row.hereFirst },
    sameAnywhere: { count: row.sameCount, firstAt: row.sameFirst },
  };
}

const answered = `
  select comments.writer_id as "writerId", comments.reply_to_id is not null as "isReply"
    from comments left join comments as root on root.moment_id = comments.moment_id and root.id = comments.reply_to_id
   where comments.moment_id = $1 and comments.id = $2 and comments.removed_at is null and root.removed_at is null
     and not ${blockedBetween('$3::uuid', 'comments.writer_id')} and not ${blockedBetween('$3::uuid', 'root.writer_id')}
     for no key update of comments`;

/**
 * Who wrote what is answered, which is held so that it is not taken away meanwhile. Throws `NotFound` unless it stands
 * under this moment and is shown to the writer; `ReplyToReply`.
 */
export async function lockAnswered(
  tx: Tx,
  { momentId, replyToId, writerId }: { momentId: MomentId; replyToId: CommentId; writerId: AccountId },
): Promise<AccountId> {
  const [found] = await rows<{ writerId: AccountId; isReply: boolean }>(tx, answered, [momentId, replyToId, writerId]);
  if (!found) throw new NotFound('comment', ['replyToId']);
  if (found.isReply) throw new ReplyToReply();
  return found.writerId;
}

/** Writes a comment, and counts a reply for what it answers. */
export async function insertComment(tx: Tx, comment: NewComment): Promise<void> {
  await execute(
    tx,
    `insert into comments (moment_id, id, writer_id, reply_to_id, text, idempotency_key, input_hash, likeness, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      ...[comment.momentId, comment.id, comment.writerId, comment.replyToId, comment.text],
      ...[comment.idempotencyKey, comment.inputHash, comment.likeness, comment.createdAt],
    ],
  );
  if (comment.replyToId) await changeReplies(tx, { ...comment, replyToId: comment.replyToId }, 1);
}

export const changeReplies = (
  tx: Tx,
  { momentId, replyToId }: { momentId: MomentId; replyToId: CommentId },
  by: 1 | -1,
): Promise<number> =>
  execute(tx, 'update comments set replies = replies + $3 where moment_id = $1 and id = $2', [momentId, replyToId, by]);

/** What must be known of a comment to take it away. */
export interface StoredComment {
  id: CommentId;
  momentId: MomentId;
  writerId: AccountId;
  replyToId: CommentId | null;
  replies: number;
  removedAt: Date | null;
}

const keyOf = `select moment_id as "momentId", coalesce(reply_to_id, id) as "rootId" from comments where id = $1`;
// What is answered comes before the answer: the order in which everybody takes the two.
const lockBoth = `
  select id, moment_id as "momentId", writer_id as "writerId", reply_to_id as "replyToId", replies,
         removed_at as "removedAt"
    from comments where moment_id = $1 and id in ($2, $3)
   order by reply_to_id is not null, id for update`;

/** A comment in any state, and what it answers; both are held until the transaction ends. */
export async function lockComment(
  tx: Tx,
  id: CommentId,
): Promise<{ comment: StoredComment; answers?: StoredComment } | undefined> {
  const [key] = await rows<{ momentId: MomentId; rootId: CommentId }>(tx, keyOf, [id]);
  if (!key) return undefined;
  const locked = await rows<StoredComment>(tx, lockBoth, [key.momentId, id, key.rootId]);
  const comment = locked.find((each) => each.id === id);
  return comment && { comment, answers: locked.find((each) => each.id !== id) };
}

/** Marks a comment as taken away; its text stays until it is swept. */
export async function markRemoved(
  tx: Tx,
  { id, momentId }: Pick<StoredComment, 'id' | 'momentId'>,
  { by, at }: { by: CommentRemover; at: Date },
): Promise<void> {
  await execute(
    tx,
    'update comments set removed_at = $3, removed_by = $4, pinned_at = null where moment_id = $1 and id = $2',
    [momentId, id, at, by],
  );
}
