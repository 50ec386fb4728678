import type { AccountId, CommentId, MomentId } from '@moments/kernel';
import { defineEvent } from '@moments/platform';
import { z } from 'zod';

const accountId = z.uuid().transform((id) => id as AccountId);
const momentId = z.uuid().transform((id) => id as MomentId);
const commentId = z.uuid().transform((id) => id as CommentId);

/** Somebody wrote under a moment; a reply says what it answers and who had written that. */
export const commentAdded = defineEvent({
  name: 'comment-added',
  payload: z.object({
    commentId,
    momentId,
    momentAuthorId: accountId,
    writerId: accountId,
    replyToId: commentId.optional(),
    replyToWriterId: accountId.optional(),
  }),
});

/** Somebody likes a comment; liking again after taking it back is told again. */
export const commentLiked = defineEvent({
  name: 'comment-liked',
  payload: z.object({ commentId, momentId, writerId: accountId, accountId }),
});

/** Somebody took a like of a comment back; not told when it goes with its comment or its account. */
export const commentUnliked = defineEvent({
  name: 'comment-unliked',
  payload: z.object({ commentId, momentId, writerId: accountId, accountId }),
});

/** The moment's author (`accountId`) holds a comment at the top; pinning it again later is told again. */
export const commentPinned = defineEvent({
  name: 'comment-pinned',
  payload: z.object({ commentId, momentId, writerId: accountId, accountId }),
});

/** A comment was taken away, and what was said in reply to it is no longer shown; moderators say why. */
export const commentRemoved = defineEvent({
  name: 'comment-removed',
  payload: z.object({
    commentId,
    momentId,
    writerId: accountId,
    by: z.enum(['writer', 'author', 'moderator']),
    reason: z.string().optional(),
    message: z.string().optional(),
  }),
});
