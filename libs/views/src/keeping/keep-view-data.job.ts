import { addDays, after, businessDayOf, Clock, days } from '@moments/kernel';
import { Database, defineJob, execute, HandlesJob, type JobHandler, Settings } from '@moments/platform';
import { z } from 'zod';
import { viewRetention } from '../views.settings.js';
import { ViewPartitions } from './view-partitions.js';

/** Hourly, so that a worker that was away for a day leaves no day without its partition. */
const keepViewData = defineJob({
  name: 'keep-view-data',
  lane: 'worker',
  // The calendar adds its own field to the payload.
  payload: z.looseObject({}),
  attempts: 5,
  timeoutMs: 600_000,
  cron: '7 * * * *',
});

const batchSize = 5_000;

/** Makes the partitions of the days to come, drops those that are over, and forgets what was watched long ago. */
@HandlesJob(keepViewData)
export class KeepViewData implements JobHandler<object> {
  constructor(
    private readonly partitions: ViewPartitions,
    private readonly database: Database,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  async handle(): Promise<void> {
    const now = this.clock.now();
    const retention = await this.settings.get(viewRetention);
    const today = businessDayOf(now);
    await this.partitions.ensure(Array.from({ length: retention.ahead + 1 }, (_, index) => addDays(today, index)));
    await this.partitions.dropBefore(addDays(today, -retention.events));
    await this.forgetWatched(after(now, -days(retention.watched)));
  }

  private async forgetWatched(before: Date): Promise<void> {
    const forgetBatch = () =>
      this.database.transaction((tx) =>
        execute(
          tx,
          `delete from watched_moments where (viewer_id, moment_id) in
             (select viewer_id, moment_id from watched_moments where last_watched_at < $1
               order by viewer_id, moment_id limit $2)`,
          [before, batchSize],
        ),
      );
    while ((await forgetBatch()) > 0);
  }
}
