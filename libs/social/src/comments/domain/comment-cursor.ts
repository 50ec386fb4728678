import { type CommentId, encodeCursor, isUuid, type MomentId } from '@moments/kernel';

/** Where a list of comments stands: pinned ones come first, then the newest. */
export interface CommentPosition {
  pinned: boolean;
  at: Date;
  id: string;
}

/** Where a list of replies stands: they come in the order in which they were written. */
export type ReplyPosition = Omit<CommentPosition, 'pinned'>;

const commentsMark = 'c';
const repliesMark = 'r';
// The end of the year 9999, in Unix milliseconds.
const lastInstantMs = 253_402_300_799_999;

/** Opaque to clients; names the moment, so that it opens no other list. */
export const commentCursor = (momentId: MomentId, { pinned, at, id }: CommentPosition): string =>
  encodeCursor([commentsMark, momentId, pinned ? 1 : 0, at.getTime(), id]);

/** Reads what {@link commentCursor} wrote for this moment; `undefined` for anything else, whatever it is made of. */
export function readCommentPosition(momentId: MomentId, cursor: unknown): CommentPosition | undefined {
  if (!Array.isArray(cursor) || cursor.length !== 5) return undefined;
  const [mark, owner, pinned, ...rest] = cursor as unknown[];
  const position = readReached(rest);
  if (mark !== commentsMark || owner !== momentId || (pinned !== 0 && pinned !== 1)) return undefined;
  return position && { pinned: pinned === 1, ...position };
}

/** Opaque to clients; names the comment, so that it opens no other list. */
export const replyCursor = (commentId: CommentId, { at, id }: ReplyPosition): string =>
  encodeCursor([repliesMark, commentId, at.getTime(), id]);

/** Reads what {@link replyCursor} wrote for this comment; `undefined` for anything else, whatever it is made of. */
export function readReplyPosition(commentId: CommentId, cursor: unknown): ReplyPosition | undefined {
  if (!Array.isArray(cursor) || cursor.length !== 4) return undefined;
  const [mark, owner, ...rest] = cursor as unknown[];
  return mark === repliesMark && owner === commentId ? readReached(rest) : undefined;
}

function readReached([at, id]: readonly unknown[]): ReplyPosition | undefined {
  if (typeof at !== 'number' || !Number.isInteger(at) || at < 0 || at > lastInstantMs) return undefined;
  return typeof id === 'string' && isUuid(id) ? { at: new Date(at), id } : undefined;
}
