import type { AccountId, MomentId } from '@moments/kernel';
import { momentFailed, momentPublished, momentRejected, momentRestored } from '@moments/moments';
import { defineSubscription, HandlesJob, type JobContext, type JobHandler } from '@moments/platform';
import type { Act } from '../domain/act.js';
import { eventIdOf } from './event-id.js';
import { TellingService } from './telling.service.js';

const tellOfPublished = defineSubscription({ event: momentPublished, name: 'notifications-tell-of-published' });
const tellOfFailed = defineSubscription({ event: momentFailed, name: 'notifications-tell-of-failed' });
const tellOfRejected = defineSubscription({ event: momentRejected, name: 'notifications-tell-of-rejected' });
const tellOfRestored = defineSubscription({ event: momentRestored, name: 'notifications-tell-of-restored' });

interface OfMoment {
  momentId: MomentId;
  authorId: AccountId;
}

/** What a moment's author is told of it: once in its life. */
const onceOf = (kind: Act['kind'], { momentId, authorId }: OfMoment): Act => ({
  kind,
  recipientId: authorId,
  subjectId: momentId,
  actId: momentId,
});

/** The same for what may happen to it again: once for each time. */
const eachOf = (kind: Act['kind'], moment: OfMoment, context: JobContext): Act => ({
  ...onceOf(kind, moment),
  actId: eventIdOf(context),
});

@HandlesJob(tellOfPublished)
export class TellOfPublished implements JobHandler<OfMoment> {
  constructor(private readonly telling: TellingService) {}

  handle(moment: OfMoment): Promise<void> {
    return this.telling.tell(onceOf('MOMENT_PUBLISHED', moment));
  }
}

@HandlesJob(tellOfFailed)
export class TellOfFailed implements JobHandler<OfMoment> {
  constructor(private readonly telling: TellingService) {}

  handle(moment: OfMoment): Promise<void> {
    return this.telling.tell(onceOf('MOMENT_FAILED', moment));
  }
}

interface Rejected extends OfMoment {
  reason: string;
  message: string;
}

@HandlesJob(tellOfRejected)
export class TellOfRejected implements JobHandler<Rejected> {
  constructor(private readonly telling: TellingService) {}

  handle({ reason, message, ...moment }: Rejected, context: JobContext): Promise<void> {
    return this.telling.tell({ ...eachOf('MOMENT_REJECTED', moment, context), details: { reason, message } });
  }
}

@HandlesJob(tellOfRestored)
export class TellOfRestored implements JobHandler<OfMoment> {
  constructor(private readonly telling: TellingService) {}

  handle(moment: OfMoment, context: JobContext): Promise<void> {
    return this.telling.tell(eachOf('MOMENT_RESTORED', moment, context));
  }
}
