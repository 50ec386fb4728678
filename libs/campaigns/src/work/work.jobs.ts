import { after, businessDayOf, type CampaignId, Clock, days, type EngagementId, type MomentId } from '@moments/kernel';
import { momentRejected, momentRemoved } from '@moments/moments';
import {
  Database,
  defineJob,
  defineSubscription,
  HandlesJob,
  type JobContext,
  type JobHandler,
  Log,
  Settings,
} from '@moments/platform';
import { z } from 'zod';
import { orderLimits } from '../campaigns.settings.js';
import {
  campaignsWithoutCommission,
  dueEngagements,
  engagementsDueSoon,
  noId,
  uncheckedEngagements,
} from './due.store.js';
import { WorkClock } from './work-clock.service.js';
import { commissionSettings } from './work.settings.js';

const sweep = {
  lane: 'worker',
  // The calendar adds its own field to the payload.
  payload: z.looseObject({}),
  attempts: 3,
  timeoutMs: 600_000,
} as const;

const advanceEngagements = defineJob({ name: 'advance-engagements', ...sweep, cron: '* * * * *' });
const checkPublications = defineJob({ name: 'check-publications', ...sweep, cron: '7 * * * *' });
const checkRemoved = defineSubscription({ event: momentRemoved, name: 'campaigns-check-removed', attempts: 20 });
const checkRejected = defineSubscription({ event: momentRejected, name: 'campaigns-check-rejected', attempts: 20 });

const batch = 500;

type Signal = Pick<JobContext, 'signal'>;

/** Does one after the other; one that cannot be done must not keep the others back. */
async function each<Item>(
  items: readonly Item[],
  { signal, log }: Signal & { log: Log },
  act: (item: Item) => Promise<void>,
): Promise<void> {
  for (const item of items) {
    signal.throwIfAborted();
    try {
      await act(item);
    } catch (error) {
      const cause = error instanceof Error ? error : new Error(String(error));
      log.error(cause, `could not go on: ${JSON.stringify(item)}`);
    }
  }
}

/**
 * Every minute: whatever is due, since the last minute or since the worker was last there. Reminders that are left over from a
 * full batch follow in the next minute.
 */
@HandlesJob(advanceEngagements)
export class AdvanceEngagements implements JobHandler<object> {
  constructor(
    private readonly database: Database,
    private readonly work: WorkClock,
    private readonly settings: Settings,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  async handle(_payload: object, { signal }: Signal): Promise<void> {
    const now = this.clock.now();
    const context = { signal, log: this.log };
    for await (const ids of dueEngagements(this.database, now, batch)) {
      await each(ids, context, (id) => this.work.advance(id));
    }
    const { reminderMs } = await this.settings.get(orderLimits);
    const window = { from: now, until: after(now, reminderMs), limit: batch };
    await each(await engagementsDueSoon(this.database, window), context, (soon) => this.work.remind(soon));
  }
}

/** Looks at each approved moment once a business day, and at what commission is over. */
@HandlesJob(checkPublications)
export class CheckPublications implements JobHandler<object> {
  constructor(
    private readonly database: Database,
    private readonly work: WorkClock,
    private readonly settings: Settings,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  async handle(_payload: object, { signal }: Signal): Promise<void> {
    const context = { signal, log: this.log };
    const day = businessDayOf(this.clock.now());
    for (let last = noId as EngagementId; ;) {
      const ids = await uncheckedEngagements(this.database, day, { after: last, limit: batch });
      await each(ids, context, (id) => this.work.check(id));
      if (ids.length < batch) break;
      last = ids.at(-1) ?? last;
    }
    const { days: commissionDays, settleDays } = await this.settings.get(commissionSettings);
    const before = after(this.clock.now(), -days(commissionDays + settleDays));
    const over = await campaignsWithoutCommission<CampaignId>(this.database, before, batch);
    await each(over, context, (id) => this.work.endCommission(id));
  }
}

@HandlesJob(checkRemoved)
export class CheckRemovedWork implements JobHandler<{ momentId: MomentId }> {
  constructor(private readonly work: WorkClock) {}

  handle({ momentId }: { momentId: MomentId }): Promise<void> {
    return this.work.checkMoment(momentId);
  }
}

@HandlesJob(checkRejected)
export class CheckRejectedWork implements JobHandler<{ momentId: MomentId }> {
  constructor(private readonly work: WorkClock) {}

  handle({ momentId }: { momentId: MomentId }): Promise<void> {
    return this.work.checkMoment(momentId);
  }
}
