import { Injectable } from '@nestjs/common';
import { addDays, type BusinessDay, businessDayOf, Clock } from '@moments/kernel';
import { Database, execute, Settings, statement } from '@moments/platform';
import { ViewDays } from '../days/view-days.service.js';
import { viewRetention } from '../views.settings.js';
import { judgingSettings } from './judging.settings.js';
import { type JudgedDay, ViewJudge } from './view-judge.js';

/*
 * Days of the last week that are not closed and had views since they were judged. A view is stored a moment before its
 * transaction ends: what was on its way at the last judgement is met again, too.
 */
const unjudged = statement(
  'views.unjudged-days',
  `select day::date::text as day
     from generate_series($1::date - 7, $1::date, interval '1 day') as day
     left join view_judged_days as judged using (day)
    where not exists (select from view_days where view_days.day = day.day)
      and exists (select from view_events as events
                   where events.day = day.day::date
                     and events.recorded_at > coalesce(judged.judged_at - interval '1 minute', '-infinity'))
    order by 1`,
);

/* Days that may be seen otherwise by now, and those where something has been held for long enough. */
const revisable = statement(
  'views.revisable-days',
  `select day::text as day from view_days
    where day >= $1
       or day < $2 and exists (select from view_judgements as judged
                                where judged.day = view_days.day and judged.verdict = 'held')
    order by day`,
);

const isClosed = statement('views.is-closed', 'select day from view_days where day = $1');

/** Judges days at the times when there may be something to find. */
@Injectable()
export class ViewRevision {
  constructor(
    private readonly database: Database,
    private readonly judge: ViewJudge,
    private readonly viewDays: ViewDays,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /** Judges every open day with new views; a day that somebody is judging is left to them. */
  async judgeOpenDays(signal?: AbortSignal): Promise<void> {
    const today = businessDayOf(this.clock.now());
    for (const { day } of await this.database.read<{ day: BusinessDay }>(unjudged, [today])) {
      signal?.throwIfAborted();
      await this.judge.judgeUnlessBusy(day);
    }
  }

  /** Judges the days again that were closed of late, or have views that have been held for long enough. */
  async reviseClosedDays(signal?: AbortSignal): Promise<void> {
    const today = businessDayOf(this.clock.now());
    const { revisedDays, heldDays } = await this.settings.get(judgingSettings);
    const since = [addDays(today, -revisedDays), addDays(today, -heldDays)];
    for (const { day } of await this.database.read<{ day: BusinessDay }>(revisable, since)) {
      signal?.throwIfAborted();
      await this.revise(day);
    }
    await this.forget(today);
  }

  /** What was judged goes with the events that it was said of; counts by reason stay in what was counted of the days. */
  private async forget(today: BusinessDay): Promise<void> {
    const { events } = await this.settings.get(viewRetention);
    const before = addDays(today, -events);
    await this.database.transaction(async (tx) => {
      await execute(tx, 'delete from view_judgements where day < $1', [before]);
      await execute(tx, 'delete from view_decisions where day < $1', [before]);
      await execute(tx, 'delete from view_viewers where last_day < $1', [before]);
    });
  }

  /** Judges a day; one that is closed is counted anew when a judgement is another, which makes a correction. */
  async revise(day: BusinessDay): Promise<JudgedDay> {
    const judged = await this.judge.judge(day);
    const [closed] = await this.database.read(isClosed, [day]);
    // Counted also when nothing changed now: an earlier try may have judged and not come to the count.
    if (closed) await this.viewDays.recount(day, 'judged_again');
    return judged;
  }
}
