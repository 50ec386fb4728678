import { profileReset } from '@moments/identity';
import type { AccountId } from '@moments/kernel';
import { defineSubscription, HandlesJob, type JobContext, type JobHandler } from '@moments/platform';
import { avatarFailed } from '@moments/social';
import { eventIdOf } from './event-id.js';
import { TellingService } from './telling.service.js';

const tellOfReset = defineSubscription({ event: profileReset, name: 'notifications-tell-of-reset' });
const tellOfAvatar = defineSubscription({ event: avatarFailed, name: 'notifications-tell-of-avatar' });

interface Reset {
  accountId: AccountId;
  reason: string;
  message: string;
}

@HandlesJob(tellOfReset)
export class TellOfReset implements JobHandler<Reset> {
  constructor(private readonly telling: TellingService) {}

  handle({ accountId, reason, message }: Reset, context: JobContext): Promise<void> {
    return this.telling.tell({
      kind: 'PROFILE_RESET',
      recipientId: accountId,
      subjectId: accountId,
      actId: eventIdOf(context),
      details: { reason, message },
    });
  }
}

@HandlesJob(tellOfAvatar)
export class TellOfAvatar implements JobHandler<{ accountId: AccountId }> {
  constructor(private readonly telling: TellingService) {}

  handle({ accountId }: { accountId: AccountId }, context: JobContext): Promise<void> {
    return this.telling.tell({
      kind: 'AVATAR_FAILED',
      recipientId: accountId,
      subjectId: accountId,
      actId: eventIdOf(context),
    });
  }
}
