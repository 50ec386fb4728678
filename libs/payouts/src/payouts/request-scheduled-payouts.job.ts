import type { BusinessDay } from '@moments/kernel';
import { HandlesJob, type JobContext, type JobHandler } from '@moments/platform';
import { PayoutSchedule } from './payout-schedule.service.js';
import { requestScheduledPayouts } from './request-scheduled-payouts.definition.js';

@HandlesJob(requestScheduledPayouts)
export class RequestScheduledPayouts implements JobHandler<{ day?: BusinessDay }> {
  constructor(private readonly schedule: PayoutSchedule) {}

  async handle({ day }: { day?: BusinessDay }, { signal }: Pick<JobContext, 'signal'>): Promise<void> {
    await this.schedule.run({ day, signal });
  }
}
