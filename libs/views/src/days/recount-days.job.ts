import { addDays, type BusinessDay, businessDayOf, Clock } from '@moments/kernel';
import { Database, defineJob, execute, HandlesJob, type JobHandler, Settings, statement } from '@moments/platform';
import { z } from 'zod';
import { viewRetention } from '../views.settings.js';
import { ViewDays } from './view-days.service.js';
import { dayCounting } from './view-days.settings.js';

/** Nightly, when the fewest watch. */
const recountDays = defineJob({
  name: 'views-recount-days',
  lane: 'worker',
  // The calendar adds its own field to the payload.
  payload: z.looseObject({}),
  attempts: 3,
  timeoutMs: 3 * 3_600_000,
  cron: '40 1 * * *',
});

const closedDays = statement(
  'views.closed-days-since',
  'select day::text as day from view_days where day >= $1 order by day',
);

/**
 * Counts the closed days of the last week anew: reports that came late, judgements that were made later. In the order of
 * days, as who has counted on one does not count again on the next.
 */
@HandlesJob(recountDays)
export class RecountDays implements JobHandler<object> {
  constructor(
    private readonly viewDays: ViewDays,
    private readonly database: Database,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  async handle(): Promise<void> {
    const today = businessDayOf(this.clock.now());
    const { recountedDays } = await this.settings.get(dayCounting);
    const since = addDays(today, -recountedDays);
    for (const { day } of await this.database.read<{ day: BusinessDay }>(closedDays, [since])) {
      await this.viewDays.recount(day, 'nightly');
    }
    const { events } = await this.settings.get(viewRetention);
    await this.database.transaction((tx) =>
      execute(tx, 'delete from returning_viewers where day < $1', [addDays(today, -events)]),
    );
  }
}
