import { accountDeleted } from '@moments/identity';
import type { AccountId, CommentId, MomentId } from '@moments/kernel';
import { momentRemoved } from '@moments/moments';
import { defineSubscription, HandlesJob, type JobHandler } from '@moments/platform';
import {
  accountBlocked,
  accountMuted,
  accountUnfollowed,
  commentRemoved,
  commentUnliked,
  momentUnliked,
} from '@moments/social';
import { ForgetAccountService } from './forget-account.service.js';
import { WithdrawingService } from './withdrawing.service.js';

const timeoutMs = 600_000;

const withdrawMoment = defineSubscription({ event: momentRemoved, name: 'notifications-withdraw-moment', timeoutMs });
const withdrawComment = defineSubscription({
  event: commentRemoved,
  name: 'notifications-withdraw-comment',
  timeoutMs,
});
const withdrawBlocked = defineSubscription({ event: accountBlocked, name: 'notifications-withdraw-blocked' });
const withdrawMuted = defineSubscription({ event: accountMuted, name: 'notifications-withdraw-muted' });
const forgetAccount = defineSubscription({ event: accountDeleted, name: 'notifications-forget-account', timeoutMs });

const withdrawLike = defineSubscription({ event: momentUnliked, name: 'notifications-withdraw-like' });
const withdrawCommentLike = defineSubscription({
  event: commentUnliked,
  name: 'notifications-withdraw-comment-like',
});
const withdrawFollow = defineSubscription({ event: accountUnfollowed, name: 'notifications-withdraw-follow' });

@HandlesJob(withdrawMoment)
export class WithdrawMoment implements JobHandler<{ momentId: MomentId }> {
  constructor(private readonly withdrawing: WithdrawingService) {}

  handle({ momentId }: { momentId: MomentId }): Promise<void> {
    return this.withdrawing.withdrawMoment(momentId);
  }
}

interface OfComment {
  momentId: MomentId;
  commentId: CommentId;
}

@HandlesJob(withdrawComment)
export class WithdrawComment implements JobHandler<OfComment> {
  constructor(private readonly withdrawing: WithdrawingService) {}

  handle(comment: OfComment): Promise<void> {
    return this.withdrawing.withdrawComment(comment);
  }
}

interface Like {
  momentId: MomentId;
  accountId: AccountId;
}

/** Nobody is told of what was taken back. */
@HandlesJob(withdrawLike)
export class WithdrawLike implements JobHandler<Like> {
  constructor(private readonly withdrawing: WithdrawingService) {}

  handle({ momentId, accountId: actorId }: Like): Promise<void> {
    return this.withdrawing.takeBackLike({ momentId, actorId });
  }
}

interface CommentLike {
  commentId: CommentId;
  writerId: AccountId;
  accountId: AccountId;
}

@HandlesJob(withdrawCommentLike)
export class WithdrawCommentLike implements JobHandler<CommentLike> {
  constructor(private readonly withdrawing: WithdrawingService) {}

  handle({ commentId: subjectId, writerId: recipientId, accountId: actorId }: CommentLike): Promise<void> {
    return this.withdrawing.takeBack({ recipientId, kind: 'COMMENT_LIKED', subjectId, actorId });
  }
}

interface Follow {
  followerId: AccountId;
  followeeId: AccountId;
}

@HandlesJob(withdrawFollow)
export class WithdrawFollow implements JobHandler<Follow> {
  constructor(private readonly withdrawing: WithdrawingService) {}

  handle({ followerId: actorId, followeeId: recipientId }: Follow): Promise<void> {
    return this.withdrawing.takeBack({ recipientId, kind: 'NEW_FOLLOWER', subjectId: recipientId, actorId });
  }
}

interface Block {
  blockerId: AccountId;
  blockedId: AccountId;
}

/** Neither is told of the other any more, nor finds what they were told before. */
@HandlesJob(withdrawBlocked)
export class WithdrawBlocked implements JobHandler<Block> {
  constructor(private readonly withdrawing: WithdrawingService) {}

  async handle({ blockerId, blockedId }: Block): Promise<void> {
    await this.withdrawing.withdrawActor({ recipientId: blockerId, actorId: blockedId });
    await this.withdrawing.withdrawActor({ recipientId: blockedId, actorId: blockerId });
  }
}

interface Mute {
  muterId: AccountId;
  mutedId: AccountId;
}

@HandlesJob(withdrawMuted)
export class WithdrawMuted implements JobHandler<Mute> {
  constructor(private readonly withdrawing: WithdrawingService) {}

  handle({ muterId, mutedId }: Mute): Promise<void> {
    return this.withdrawing.withdrawActor({ recipientId: muterId, actorId: mutedId });
  }
}

@HandlesJob(forgetAccount)
export class ForgetAccount implements JobHandler<{ accountId: AccountId }> {
  constructor(private readonly forgetting: ForgetAccountService) {}

  handle({ accountId }: { accountId: AccountId }): Promise<void> {
    return this.forgetting.forget(accountId);
  }
}
