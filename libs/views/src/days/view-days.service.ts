import { Injectable } from '@nestjs/common';
import { businessDayOf, type BusinessDay, Clock } from '@moments/kernel';
import { Database, Settings } from '@moments/platform';
import { isJudgedForGood } from '../judging/judged-days.store.js';
import { ViewJudge } from '../judging/view-judge.js';
import { Rules } from '../qualifying/rules.js';
import { longTransaction, type Run } from './long-transaction.js';
import { ViewDayForgotten, ViewDayNotClosed, ViewDayNotOver } from './view-days.errors.js';
import { dayCounting } from './view-days.settings.js';
import { closedDay, correctDay, countDay, daysToClose, eventsAreKept, freezeDay, lockDays } from './view-days.store.js';
import type { ClosedViewDay } from './view-facts.js';

/** Why a day was counted anew. */
export type RecountCause = 'counted_again' | 'judged_again' | 'nightly';

/** Ends business days: what was watched on them stands from then on, and what is found later is a correction. */
@Injectable()
export class ViewDays {
  constructor(
    private readonly database: Database,
    private readonly judge: ViewJudge,
    private readonly rules: Rules,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /**
   * Judges the views of a day that is over for the last time, counts them and freezes the day; days before it that are
   * still open are closed first. What was judged since its end is not judged again unless something came in. Done again
   * it gives the first; interrupted it leaves a day either open or closed. Throws `ViewDayNotOver`.
   */
  async close(day: BusinessDay): Promise<ClosedViewDay> {
    if (day >= businessDayOf(this.clock.now())) throw new ViewDayNotOver(day);
    for (const open of await this.long((run) => daysToClose(run, day))) {
      // A transaction of its own: what it finds stands whether or not the close comes to its end.
      if (!(await isJudgedForGood(this.database, open))) await this.judge.judge(open);
      await this.freeze(open);
    }
    const closed = await this.long((run) => closedDay(run, day));
    if (!closed) throw new Error(`${day} is not closed after its close`);
    return toView(closed);
  }

  /**
   * Counts a closed day anew from its events, by the rules of its close and the judgements of now. What each moment
   * differs by from all that was told of it so far becomes a correction; gives how many there are. Throws
   * `ViewDayNotClosed`, and `ViewDayForgotten` when its events are not kept any more.
   */
  recount(day: BusinessDay, cause: RecountCause = 'counted_again'): Promise<number> {
    return this.long(async (run) => {
      await lockDays(run);
      const closed = await closedDay(run, day);
      if (!closed) throw new ViewDayNotClosed(day);
      if (!(await eventsAreKept(run, day))) throw new ViewDayForgotten(day);
      await countDay(run, day, closed.rules);
      return correctDay(run, { day, foundAt: this.clock.now(), cause });
    });
  }

  private async freeze(day: BusinessDay): Promise<void> {
    const rules = await this.rules.current();
    await this.long(async (run) => {
      await lockDays(run);
      // Somebody else may have closed it while this one waited.
      if (await closedDay(run, day)) return;
      await countDay(run, day, rules);
      await freezeDay(run, { day, closedAt: this.clock.now(), rules });
    });
  }

  private async long<Result>(work: (run: Run) => Promise<Result>): Promise<Result> {
    const { memoryMb } = await this.settings.get(dayCounting);
    return longTransaction(this.database, memoryMb, work);
  }
}

const toView = ({ day, closedAt, moments, qualified }: ClosedViewDay): ClosedViewDay => ({
  day,
  closedAt,
  moments,
  qualified,
});
