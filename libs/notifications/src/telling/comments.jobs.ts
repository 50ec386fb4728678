import type { AccountId, CommentId, MomentId } from '@moments/kernel';
import { defineSubscription, HandlesJob, type JobHandler } from '@moments/platform';
import { commentAdded, commentLiked, commentPinned, commentRemoved } from '@moments/social';
import { TellingService } from './telling.service.js';

const tellOfComment = defineSubscription({ event: commentAdded, name: 'notifications-tell-of-comment' });
const tellOfCommentLike = defineSubscription({ event: commentLiked, name: 'notifications-tell-of-comment-like' });
const tellOfPin = defineSubscription({ event: commentPinned, name: 'notifications-tell-of-pin' });
const tellOfRemoval = defineSubscription({ event: commentRemoved, name: 'notifications-tell-of-removal' });

interface Added {
  commentId: CommentId;
  momentId: MomentId;
  momentAuthorId: AccountId;
  writerId: AccountId;
  replyToId?: CommentId;
  replyToWriterId?: AccountId;
}

/** Tells who was answered, and the moment's author unless that is the same person. */
@HandlesJob(tellOfComment)
export class TellOfComment implements JobHandler<Added> {
  constructor(private readonly telling: TellingService) {}

  async handle(added: Added): Promise<void> {
    const { commentId, momentId, momentAuthorId, writerId, replyToId, replyToWriterId } = added;
    const act = {
      actorId: writerId,
      actId: commentId,
      momentId,
      commentIds: [commentId, ...(replyToId ? [replyToId] : [])],
    };
    if (replyToId && replyToWriterId) {
      await this.telling.tell({ ...act, kind: 'COMMENT_REPLIED', recipientId: replyToWriterId, subjectId: replyToId });
    }
    if (replyToWriterId === momentAuthorId) return;
    await this.telling.tell({ ...act, kind: 'MOMENT_COMMENTED', recipientId: momentAuthorId, subjectId: momentId });
  }
}

interface OnComment {
  commentId: CommentId;
  momentId: MomentId;
  /** Who wrote it. */
  writerId: AccountId;
  /** Who did something with it. */
  accountId: AccountId;
}

const onComment = ({ commentId, momentId, writerId, accountId }: OnComment) => ({
  recipientId: writerId,
  subjectId: commentId,
  actorId: accountId,
  momentId,
  commentIds: [commentId],
});

@HandlesJob(tellOfCommentLike)
export class TellOfCommentLike implements JobHandler<OnComment> {
  constructor(private readonly telling: TellingService) {}

  handle(liked: OnComment): Promise<void> {
    return this.telling.tell({ ...onComment(liked), kind: 'COMMENT_LIKED' });
  }
}

@HandlesJob(tellOfPin)
export class TellOfPin implements JobHandler<OnComment> {
  constructor(private readonly telling: TellingService) {}

  handle(pinned: OnComment): Promise<void> {
    return this.telling.tell({ ...onComment(pinned), kind: 'COMMENT_PINNED' });
  }
}

interface Removed {
  commentId: CommentId;
  momentId: MomentId;
  writerId: AccountId;
  by: 'writer' | 'author' | 'moderator';
  reason?: string;
  message?: string;
}

/** Tells the writer when it was not they who removed it. */
@HandlesJob(tellOfRemoval)
export class TellOfRemoval implements JobHandler<Removed> {
  constructor(private readonly telling: TellingService) {}

  async handle({ commentId, momentId, writerId, by, reason, message }: Removed): Promise<void> {
    if (by === 'writer') return;
    await this.telling.tell({
      kind: 'COMMENT_REMOVED',
      recipientId: writerId,
      subjectId: momentId,
      actId: commentId,
      details: { by, reason, message },
    });
  }
}
