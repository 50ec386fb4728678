import { type BusinessDay, businessDayOf, Clock, businessTimeZone } from '@moments/kernel';
import { Database, defineJob, HandlesJob, type JobHandler, Settings } from '@moments/platform';
import { z } from 'zod';
import { closingRules } from './closing.settings.js';
import { RewardClosing } from './reward-closing.service.js';
import { RewardCorrections } from './reward-corrections.service.js';
import { daysDue } from './days-due.js';

const hours = { attempts: 3, timeoutMs: 10_800_000 } as const;
// The calendar adds its own field to the payload.
const byCalendar = z.looseObject({});

/** Closes one day; asked for by operators, and by the calendar for each day that is due. */
export const closeRewardDay = defineJob({
  name: 'close-reward-day',
  lane: 'worker',
  payload: z.object({ day: z.iso.date().transform((text) => text as BusinessDay) }),
  attempts: 10,
  timeoutMs: hours.timeoutMs,
});
const closeRewardDays = defineJob({
  name: 'close-reward-days',
  lane: 'worker',
  payload: byCalendar,
  ...hours,
  cron: '5 * * * *',
});
const correctRewardDays = defineJob({
  name: 'correct-reward-days',
  lane: 'worker',
  payload: byCalendar,
  ...hours,
  cron: '*/10 * * * *',
});

@HandlesJob(closeRewardDay)
export class CloseRewardDay implements JobHandler<{ day: BusinessDay }> {
  constructor(private readonly closing: RewardClosing) {}

  async handle({ day }: { day: BusinessDay }): Promise<void> {
    await this.closing.close(day);
  }
}

const hourInMoscow = new Intl.DateTimeFormat('en-GB', {
  timeZone: businessTimeZone,
  hour: '2-digit',
  hourCycle: 'h23',
});

/** From the hour that is set on, closes every day that is over and still open, in order. */
@HandlesJob(closeRewardDays)
export class CloseRewardDays implements JobHandler<object> {
  constructor(
    private readonly database: Database,
    private readonly closing: RewardClosing,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  async handle(): Promise<void> {
    const now = this.clock.now();
    const { hour } = await this.settings.get(closingRules);
    if (Number(hourInMoscow.format(now)) < hour) return;
    for (const day of await daysDue(this.database, businessDayOf(now))) await this.closing.close(day);
  }
}

/** Makes good what was found of the views of closed days. */
@HandlesJob(correctRewardDays)
export class CorrectRewardDays implements JobHandler<object> {
  constructor(private readonly corrections: RewardCorrections) {}

  async handle(): Promise<void> {
    await this.corrections.correctAll();
  }
}
