import type { AccountId, MomentId } from '@moments/kernel';
import { defineSubscription, HandlesJob, type JobHandler } from '@moments/platform';
import { accountFollowed, momentLiked } from '@moments/social';
import { TellingService } from './telling.service.js';

const tellOfFollow = defineSubscription({ event: accountFollowed, name: 'notifications-tell-of-follow' });
const tellOfLike = defineSubscription({ event: momentLiked, name: 'notifications-tell-of-like' });

interface Follow {
  followerId: AccountId;
  followeeId: AccountId;
}

@HandlesJob(tellOfFollow)
export class TellOfFollow implements JobHandler<Follow> {
  constructor(private readonly telling: TellingService) {}

  handle({ followerId, followeeId }: Follow): Promise<void> {
    return this.telling.tell({
      kind: 'NEW_FOLLOWER',
      recipientId: followeeId,
      subjectId: followeeId,
      actorId: followerId,
    });
  }
}

interface Like {
  momentId: MomentId;
  authorId: AccountId;
  accountId: AccountId;
}

@HandlesJob(tellOfLike)
export class TellOfLike implements JobHandler<Like> {
  constructor(private readonly telling: TellingService) {}

  handle({ momentId, authorId, accountId }: Like): Promise<void> {
    return this.telling.tell({
      kind: 'MOMENT_LIKED',
      recipientId: authorId,
      subjectId: momentId,
      actorId: accountId,
    });
  }
}
