import { accountDeleted } from '@moments/identity';
import type { AccountId, CommentId, MomentId } from '@moments/kernel';
import { momentRemoved } from '@moments/moments';
import { defineSubscription, HandlesJob, type JobHandler } from '@moments/platform';
import { commentRemoved } from '@moments/social';
import { ClosingService } from './closing.service.js';

const closeAfterComment = defineSubscription({ event: commentRemoved, name: 'moderation-close-comment' });
const closeAfterMoment = defineSubscription({
  event: momentRemoved,
  name: 'moderation-close-moment',
  timeoutMs: 600_000,
});
const forgetAccount = defineSubscription({
  event: accountDeleted,
  name: 'moderation-forget-account',
  timeoutMs: 600_000,
});

interface RemovedComment {
  commentId: CommentId;
  momentId: MomentId;
}

/** Nobody need judge a comment that has been removed, nor what was said in reply to it. */
@HandlesJob(closeAfterComment)
export class CloseAfterComment implements JobHandler<RemovedComment> {
  constructor(private readonly closing: ClosingService) {}

  handle(comment: RemovedComment): Promise<void> {
    return this.closing.commentGone(comment);
  }
}

/** Nobody need judge a moment that has been removed, nor what was written under it. */
@HandlesJob(closeAfterMoment)
export class CloseAfterMoment implements JobHandler<{ momentId: MomentId }> {
  constructor(private readonly closing: ClosingService) {}

  handle({ momentId }: { momentId: MomentId }): Promise<void> {
    return this.closing.momentGone(momentId);
  }
}

/** Moderation remembers decisions, not people. */
@HandlesJob(forgetAccount)
export class ForgetAccount implements JobHandler<{ accountId: AccountId }> {
  constructor(private readonly closing: ClosingService) {}

  handle({ accountId }: { accountId: AccountId }): Promise<void> {
    return this.closing.accountGone(accountId);
  }
}
