import type { AccountId } from '@moments/kernel';
import { defineSubscription, HandlesJob, type JobContext, type JobHandler } from '@moments/platform';
import { monetizationApproved, monetizationLifted, monetizationRefused, monetizationSuspended } from '@moments/rewards';
import type { NotificationKind } from '../domain/kinds.js';
import { eventIdOf } from './event-id.js';
import { TellingService } from './telling.service.js';

const tellOfApproval = defineSubscription({ event: monetizationApproved, name: 'notifications-tell-of-approval' });
const tellOfRefusal = defineSubscription({ event: monetizationRefused, name: 'notifications-tell-of-refusal' });
const tellOfSuspension = defineSubscription({ event: monetizationSuspended, name: 'notifications-tell-of-suspension' });
const tellOfLifting = defineSubscription({ event: monetizationLifted, name: 'notifications-tell-of-lifting' });

interface Decided {
  accountId: AccountId;
  /** In an operator's words. */
  reason?: string;
}

/** What is told of a decision, once for each time it is made. */
const toldOf = (kind: NotificationKind, { accountId, reason }: Decided, context: JobContext) => ({
  ...{ kind, recipientId: accountId, subjectId: accountId, actId: eventIdOf(context) },
  details: reason ? { message: reason } : {},
});

@HandlesJob(tellOfApproval)
export class TellOfApproval implements JobHandler<Decided> {
  constructor(private readonly telling: TellingService) {}

  handle(decided: Decided, context: JobContext): Promise<void> {
    return this.telling.tell(toldOf('MONETIZATION_APPROVED', decided, context));
  }
}

@HandlesJob(tellOfRefusal)
export class TellOfRefusal implements JobHandler<Decided> {
  constructor(private readonly telling: TellingService) {}

  handle(decided: Decided, context: JobContext): Promise<void> {
    return this.telling.tell(toldOf('MONETIZATION_REFUSED', decided, context));
  }
}

@HandlesJob(tellOfSuspension)
export class TellOfSuspension implements JobHandler<Decided> {
  constructor(private readonly telling: TellingService) {}

  handle(decided: Decided, context: JobContext): Promise<void> {
    return this.telling.tell(toldOf('MONETIZATION_SUSPENDED', decided, context));
  }
}

@HandlesJob(tellOfLifting)
export class TellOfLifting implements JobHandler<Decided> {
  constructor(private readonly telling: TellingService) {}

  handle(decided: Decided, context: JobContext): Promise<void> {
    return this.telling.tell(toldOf('MONETIZATION_LIFTED', decided, context));
  }
}
