import { Injectable } from '@nestjs/common';
import { type AccountId, addDays, type BusinessDay, type MomentId } from '@moments/kernel';
import { Database, type Statement, statement } from '@moments/platform';
import { returningOn } from '../days/view-days.store.js';
import { returningInto, rollUp, type Scope } from '../qualifying/roll-up.sql.js';
import { Rules } from '../qualifying/rules.js';
import type { DayRange } from './day-range.js';
import type { MomentViewDay, MomentViewDayRow } from './moment-view-day.js';
import { toMomentViewDay } from './moment-view-day.js';

type Asked = Exclude<Scope, 'all'>;

const scopes: Readonly<Record<Asked, string>> = {
  moments: `moment_id = any($1::uuid[])`,
  creators: `moment_id in (select id from moments where author_id = any($1::uuid[]))`,
};

// Partitions carry their day in their name: the table itself would be read from end to end for its first day.
const daysWithEvents = (scope: Asked): Statement =>
  statement(
    `views.open-days-with-events-of-${scope}`,
    `select kept.day::text as day
       from (select to_date(right(child.relname, 8), 'YYYYMMDD') as day
               from pg_inherits join pg_class as child on child.oid = inhrelid
              where inhparent = 'view_events'::regclass) as kept
      where kept.day > coalesce((select max(day) from view_days), '-infinity') and kept.day <= $2
        and exists (select from view_events where view_events.day = kept.day and ${scopes[scope]})
      order by 1`,
  );

/**
 * Days that are not closed, counted from their events as they stand now. They build on each other: who has counted on
 * one comes back on the next.
 */
@Injectable()
export class OpenDays {
  constructor(
    private readonly database: Database,
    private readonly rules: Rules,
  ) {}

  ofMoments(momentIds: readonly MomentId[], range: DayRange): Promise<MomentViewDay[]> {
    return this.count('moments', momentIds, range);
  }

  /** Of all moments of some creators. */
  ofCreators(creatorIds: readonly AccountId[], range: DayRange): Promise<MomentViewDay[]> {
    return this.count('creators', creatorIds, range);
  }

  private async count(scope: Asked, ids: readonly string[], { from, to }: DayRange): Promise<MomentViewDay[]> {
    const found = await this.database.read<{ day: BusinessDay }>(daysWithEvents(scope), [ids, to]);
    const days = found.map(({ day }) => day);
    const lead = days.filter((day) => day < from).length;
    if (days.length === lead) return [];
    const { minWatchMs, minStillMs, seenAfterMs } = await this.rules.current();
    const counted = await this.database.read<MomentViewDayRow>(counting(scope, { days: days.length, lead }), [
      ...[minWatchMs, minStillMs, seenAfterMs, ids],
      ...days,
      ...days.map((day) => addDays(day, -1)),
    ]);
    return counted.map(toMomentViewDay);
  }
}

/** Counts so many days, of which the first ones are only led up from. */
function counting(scope: Asked, { days, lead }: { days: number; lead: number }): Statement {
  const ids = '$4';
  const today = (index: number): string => `$${5 + index}::date`;
  const before = (index: number): string => `$${5 + days + index}::date`;
  const backOnTheDayBefore = (index: number): string =>
    index === 0
      ? returningOn(before(0))
      : `(select * from ${returningOn(before(index))} as noted
          union all select * from back_${index - 1} where ${today(index - 1)} = ${before(index)})`;
  const indexes = Array.from({ length: days }, (_, index) => index);
  const back = indexes.map((index) => {
    const previous = { day: before(index), scope, ids, returning: backOnTheDayBefore(index) };
    return `back_${index} as materialized (${returningInto(today(index), previous)})`;
  });
  const counted = indexes.slice(lead).map((index) => {
    const day = rollUp({ day: today(index), scope, ids, returning: `back_${index}` });
    return `select ${today(index)}::text as day, counted.* from (${day}) as counted`;
  });
  return statement(
    `views.open-days-of-${scope}-${days}-${lead}`,
    `with ${back.join(',\n')}\n${counted.join('\nunion all\n')}`,
  );
}
