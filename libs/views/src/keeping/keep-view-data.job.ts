import { addDays, after, type BusinessDay, businessDayOf, Clock, days, hours } from '@moments/kernel';
import { Database, defineJob, execute, HandlesJob, type JobHandler, Settings } from '@moments/platform';
import { z } from 'zod';
import { ViewDays } from '../days/view-days.service.js';
import { playbackTokenHours, viewLimits, viewRetention } from '../views.settings.js';
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

// What is just being written stays for the next time: nobody waits, and nobody deadlocks.
const watchedBefore = `
  delete from watched_moments where ctid = any (array(
    select ctid from watched_moments where last_watched_at < $1 limit $2 for update skip locked))`;
const clocksBefore = `
  delete from viewer_clocks where ctid = any (array(
    select ctid from viewer_clocks where busy_until < $1 limit $2 for update skip locked))`;

/**
 * Makes the partitions of the days to come, drops those that are over, and forgets what was watched long ago and when
 * viewers were watching who have not been for days.
 */
@HandlesJob(keepViewData)
export class KeepViewData implements JobHandler<object> {
  constructor(
    private readonly partitions: ViewPartitions,
    private readonly viewDays: ViewDays,
    private readonly database: Database,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  async handle(): Promise<void> {
    const now = this.clock.now();
    const retention = await this.settings.get(viewRetention);
    const today = businessDayOf(now);
    await this.partitions.ensure(Array.from({ length: retention.ahead + 1 }, (_, index) => addDays(today, index)));
    await this.dropBefore(addDays(today, -retention.events));
    await this.forget(watchedBefore, after(now, -days(retention.watched)));
    const [{ maxAgeHours }, tokenHours] = await Promise.all([
      this.settings.get(viewLimits),
      this.settings.get(playbackTokenHours),
    ]);
    // Whatever may still be told was served later than these were busy.
    await this.forget(clocksBefore, after(now, -hours(maxAgeHours + tokenHours)));
  }

  private async dropBefore(day: BusinessDay): Promise<void> {
    if (!(await this.partitions.reachBefore(day))) return;
    // What was counted of them stays for ever, so nothing goes that was not; mostly it was, months ago.
    await this.viewDays.close(addDays(day, -1));
    await this.partitions.dropBefore(day);
  }

  private async forget(sql: string, before: Date): Promise<void> {
    const forgetBatch = () => this.database.transaction((tx) => execute(tx, sql, [before, batchSize]));
    while ((await forgetBatch()) > 0);
  }
}
