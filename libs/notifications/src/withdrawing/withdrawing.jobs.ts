import { accountDeleted } from '@moments/identity';
import type { AccountId, CommentId, MomentId } from '@moments/kernel';
import { momentRemoved } from '@moments/moments';
import { defineSubscription, HandlesJob, type JobHandler } from '@moments/platform';
import { accountBlocked, accountMuted, commentRemoved } from '@moments/social';
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
