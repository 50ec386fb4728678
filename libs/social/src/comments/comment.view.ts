import type { AccountId, CommentId, MomentId } from '@moments/kernel';
import { blockedBetween } from '../blocks/blocks.store.js';

/** A comment, or a reply to one, as others read it. */
export interface CommentView {
  id: CommentId;
  momentId: MomentId;
  writerId: AccountId;
  text: string;
  /** The comment that it answers; null for a comment of its own. */
  replyToId: CommentId | null;
  likes: number;
  replies: number;
  likedByViewer: boolean;
  pinned: boolean;
  createdAt: Date;
}

/** Who took a comment away. */
export type CommentRemover = 'writer' | 'author' | 'moderator';

/** A comment in any state, with what only moderators are told. */
export interface ModeratedComment extends CommentView {
  momentAuthorId: AccountId;
  removedAt: Date | null;
  removedBy: CommentRemover | null;
}

/** Columns of `comments`, and `liked`: the viewer's own like, joined. */
export const commentColumns = `comments.id, comments.moment_id as "momentId", comments.writer_id as "writerId",
  comments.text, comments.reply_to_id as "replyToId", comments.likes, comments.replies,
  liked.account_id is not null as "likedByViewer", comments.pinned_at is not null as pinned,
  comments.created_at as "createdAt"`;

/** Joins the like of the viewer, an SQL expression of ours. */
export const joinLiked = (viewer: string): string =>
  `left join comment_likes as liked on liked.moment_id = comments.moment_id and liked.comment_id = comments.id
     and liked.account_id = ${viewer}`;

/** Joins the comment that a reply answers; all of `root` is null beside a comment of its own. */
export const joinRoot = `left join comments as root on root.moment_id = comments.moment_id and root.id = comments.reply_to_id`;

/**
 * The condition that a moment's comments are shown to a viewer: everybody sees those of a published moment that has them
 * switched on, its author always, and nobody who is apart from its author by a block.
 */
export const commentsShown = (viewer: string): string =>
  `((moments.status = 'PUBLISHED' and moments.comments_enabled)
     or (moments.author_id = ${viewer} and moments.status <> 'REMOVED'))
   and not ${blockedBetween(viewer, 'moments.author_id')}`;

/** The condition that a comment stands, and what it answers too, and that no block hides either from a viewer. */
export const commentStands = (viewer: string): string =>
  `comments.removed_at is null and root.removed_at is null
   and not ${blockedBetween(viewer, 'comments.writer_id')} and not ${blockedBetween(viewer, 'root.writer_id')}`;
