import { defineJob, HandlesJob, type JobContext, type JobHandler } from '@moments/platform';
import { z } from 'zod';
import { PayoutSchedule } from './payout-schedule.service.js';

const requestScheduledPayouts = defineJob({
  name: 'request-scheduled-payouts',
  lane: 'worker',
  payload: z.object({}),
  attempts: 5,
  timeoutMs: 3_600_000,
  // After nine in the morning in Moscow.
  cron: '10 6 * * *',
});

@HandlesJob(requestScheduledPayouts)
export class RequestScheduledPayouts implements JobHandler<object> {
  constructor(private readonly schedule: PayoutSchedule) {}

  async handle(_payload: object, { signal }: Pick<JobContext, 'signal'>): Promise<void> {
    await this.schedule.run(signal);
  }
}
