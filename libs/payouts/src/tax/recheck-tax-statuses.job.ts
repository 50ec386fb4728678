import { defineJob, HandlesJob, type JobContext, type JobHandler } from '@moments/platform';
import { z } from 'zod';
import { TaxRechecks } from './tax-rechecks.service.js';

const recheckTaxStatuses = defineJob({
  name: 'recheck-tax-statuses',
  lane: 'worker',
  payload: z.object({}),
  attempts: 3,
  timeoutMs: 3_000_000,
  cron: '40 * * * *',
});

@HandlesJob(recheckTaxStatuses)
export class RecheckTaxStatuses implements JobHandler<object> {
  constructor(private readonly rechecks: TaxRechecks) {}

  async handle(_payload: object, { signal }: Pick<JobContext, 'signal'>): Promise<void> {
    await this.rechecks.run(signal);
  }
}
