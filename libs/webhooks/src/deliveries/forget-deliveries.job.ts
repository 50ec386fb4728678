import { after, Clock, days } from '@moments/kernel';
import { Database, defineJob, execute, HandlesJob, type JobHandler, Settings } from '@moments/platform';
import { z } from 'zod';
import { webhookDelivery } from '../webhooks.settings.js';

const forgetDeliveries = defineJob({
  name: 'forget-webhook-deliveries',
  lane: 'worker',
  // The calendar adds its own field to the payload.
  payload: z.looseObject({}),
  attempts: 5,
  timeoutMs: 300_000,
  cron: '41 * * * *',
});

const batchSize = 5_000;

/** Forgets messages that are older than they are kept. */
@HandlesJob(forgetDeliveries)
export class ForgetDeliveries implements JobHandler<object> {
  constructor(
    private readonly database: Database,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  async handle(): Promise<void> {
    const { keepDays } = await this.settings.get(webhookDelivery);
    const before = after(this.clock.now(), -days(keepDays));
    const forgetBatch = () =>
      this.database.transaction((tx) =>
        execute(
          tx,
          `delete from webhook_deliveries
            where id in (select id from webhook_deliveries where created_at < $1 order by created_at limit $2)`,
          [before, batchSize],
        ),
      );
    while ((await forgetBatch()) > 0);
  }
}
