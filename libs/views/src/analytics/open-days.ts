import { Injectable } from '@nestjs/common';
import { type AccountId, addDays, type BusinessDay, type MomentId } from '@moments/kernel';
import { Database, execute, rows, type Statement, statement } from '@moments/platform';
import { returningOn } from '../days/view-days.store.js';
import { returningInto, rollUp } from '../qualifying/roll-up.sql.js';
import { Rules } from '../qualifying/rules.js';
import type { DayRange } from './day-range.js';
import type { MomentViewDay, MomentViewDayRow } from './moment-view-day.js';
import { toMomentViewDay } from './moment-view-day.js';

// The lib below keeps moments; a creator may have more of them than its pages give.
const momentsOf = statement('views.moments-of-creators', 'select id from moments where author_id = any($1)');

// Partitions carry their day in their name: the table itself would be read from end to end for its first day.
const daysWithEvents = statement(
  'views.open-days-with-events',
  `select kept.day::text as day
       from (select to_date(right(child.relname, 8), 'YYYYMMDD') as day
               from pg_inherits join pg_class as child on child.oid = inhrelid
              where inhparent = 'view_events'::regclass) as kept
      where kept.day > coalesce((select max(day) from view_days), '-infinity') and kept.day <= $2
        and exists (select from view_events where view_events.day = kept.day and moment_id = any($1::uuid[]))
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

  /** Of all moments of some creators. */
  async ofCreators(creatorIds: readonly AccountId[], range: DayRange): Promise<MomentViewDay[]> {
    const moments = await this.database.read<{ id: MomentId }>(momentsOf, [creatorIds]);
    return this.ofMoments(
      moments.map(({ id }) => id),
      range,
    );
  }

  async ofMoments(ids: readonly MomentId[], { from, to }: DayRange): Promise<MomentViewDay[]> {
    const found = await this.database.read<{ day: BusinessDay }>(daysWithEvents, [ids, to]);
    const days = found.map(({ day }) => day);
    const lead = days.filter((day) => day < from).length;
    if (days.length === lead) return [];
    const { minWatchMs, minStillMs, seenAfterMs } = await this.rules.current();
    const parameters = [...[minWatchMs, minStillMs, seenAfterMs, ids], ...days, ...days.map((day) => addDays(day, -1))];
    const counted = await this.database.transaction(async (tx) => {
      await execute(tx, hashJoinsOnly);
      return rows<MomentViewDayRow>(tx, counting({ days: days.length, lead }), parameters);
    });
    return counted.map(toMomentViewDay);
  }
}

/*
 * Today's views are in no statistics yet: taken for few, those who came back would be looked through for every event of
 * a moment that everybody watches.
 */
const hashJoinsOnly = statement(
  'views.hash-joins-only',
  `select set_config('enable_nestloop', 'off', true), set_config('enable_mergejoin', 'off', true)`,
);

/** Counts so many days, of which the first ones are only led up from. */
function counting({ days, lead }: { days: number; lead: number }): Statement {
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
    const previous = { day: before(index), scope: 'moments', ids, returning: backOnTheDayBefore(index) } as const;
    return `back_${index} as materialized (${returningInto(today(index), previous)})`;
  });
  const counted = indexes.slice(lead).map((index) => {
    const day = rollUp({ day: today(index), scope: 'moments', ids, returning: `back_${index}` });
    return `select ${today(index)}::text as day, counted.* from (${day}) as counted`;
  });
  return statement(`views.open-days-${days}-${lead}`, `with ${back.join(',\n')}\n${counted.join('\nunion all\n')}`);
}
