import type { BusinessDay } from '@moments/kernel';
import type { QualifyingRules } from '../domain/qualify.js';
import { returningInto, rollUp } from '../qualifying/roll-up.sql.js';
import type { ClosedViewDay } from './view-facts.js';
import type { Run } from './long-transaction.js';

const asClosed = `day::text as day, closed_at as "closedAt", moments, qualified::float8 as qualified`;

/*
 * Days are closed and counted anew one at a time. That also has the numbers of corrections come in the order of commits,
 * so that whoever reads on after a number misses none.
 */
export const lockDays = (run: Run) => run(`select pg_advisory_xact_lock(hashtextextended('views: days', 0))`);

export async function closedDay(run: Run, day: BusinessDay): Promise<ClosedDayRow | undefined> {
  const { rows } = await run<ClosedDayRow>(`select ${asClosed}, rules from view_days where day = $1`, [day]);
  return rows[0];
}

export interface ClosedDayRow extends ClosedViewDay {
  rules: QualifyingRules;
}

const columns = [
  ...['views', 'qualified', 'own', 'promoted', 'invalid', 'too_short', 'held', 'repeated', 'completed'],
  ...['watch_ms', 'viewers', 'timed'],
];
const listed = columns.join(', ');

/**
 * Counts all events of a day into the temporary table `counted` and notes who has come back on it. What is temporary is
 * made by "create … as": a query that also inserts is not spread over several processes, nor is one that reads it.
 */
export async function countDay(run: Run, day: BusinessDay, rules: QualifyingRules): Promise<void> {
  const parameters = [rules.minWatchMs, rules.minStillMs, rules.seenAfterMs];
  // The day is no parameter: "create table as" takes none, and with the day itself the plan is made for its partition.
  const [today, before] = [literal(day), `(${literal(day)} - 1)`];
  const all = { scope: 'all', ids: '' } as const;
  // All groupings are in one order: one sort, spread over processes, does for them. Hashing each was three times slower.
  await run('set local enable_hashagg = off');
  // What came with this very day is in no statistics yet: taken for one row, it would be looked through for every event.
  await run('set local enable_nestloop = off');
  await run('set local enable_mergejoin = off');
  await run(`drop table if exists counted, came_back`);
  const cameBack = returningInto(today, { ...all, day: before, returning: returningOn(before) });
  await run(filled(`create temporary table came_back on commit drop as ${cameBack}`, parameters));
  await run('delete from returning_viewers where day = $1', [day]);
  await run(
    `insert into returning_viewers (day, moment_id, viewer_key, counts_from)
     select $1, moment_id, viewer_key, counts_from from came_back`,
    [day],
  );
  const counted = rollUp({ ...all, day: today, returning: returningOn(today) });
  await run(filled(`create temporary table counted on commit drop as ${counted}`, parameters));
}

/** Who has come back on a day that was counted before. */
export const returningOn = (day: string): string =>
  `(select moment_id, viewer_key, counts_from from returning_viewers where day = ${day})`;

const literal = (day: BusinessDay): string => `date '${day}'`;

/** The rules in the place of their parameters; whole numbers by their schema. */
const filled = (sql: string, parameters: readonly number[]): string =>
  sql.replaceAll(/\$(\d)/g, (_, place: string) => String(parameters[Number(place) - 1]));

/** Writes what was counted as what stands. */
export async function freezeDay(
  run: Run,
  { day, closedAt, rules }: { day: BusinessDay; closedAt: Date; rules: QualifyingRules },
): Promise<ClosedViewDay> {
  await run(
    `insert into moment_view_days (moment_id, day, creator_id, ${listed}, retention)
     select moment_id, $1, creator_id, ${listed}, retention from counted`,
    [day],
  );
  const { rows } = await run<ClosedViewDay>(
    `insert into view_days (day, closed_at, rules, moments, views, qualified)
     select $1, $2, $3, count(*), coalesce(sum(views), 0), coalesce(sum(qualified), 0) from counted
     returning ${asClosed}`,
    [day, closedAt, JSON.stringify(rules)],
  );
  const [closed] = rows;
  if (!closed) throw new Error('a closed day has no row');
  return closed;
}

/** Writes by how much what was counted differs from what the day was told to be so far; gives of how many moments. */
export async function correctDay(
  run: Run,
  { day, foundAt, cause }: { day: BusinessDay; foundAt: Date; cause: string },
): Promise<number> {
  const none = `'{${Array.from({ length: 20 }, () => 0).join(',')}}'::int[]`;
  const told = (column: string) => `coalesce(told.${column}, 0)`;
  const now = (column: string) => `coalesce(counted.${column}, 0)`;
  const { rowCount } = await run(
    `with corrected as (
       select moment_id, any_value(creator_id) as creator_id,
              ${columns.map((column) => `sum(${column}) as ${column}`).join(', ')}, views_sum(retention) as retention
         from view_corrections where day = $1 group by moment_id
     ), frozen as (
       select moment_id, creator_id, ${listed}, retention from moment_view_days where day = $1
     ), told as (
       select moment_id, coalesce(frozen.creator_id, corrected.creator_id) as creator_id,
              ${columns.map((name) => `coalesce(frozen.${name}, 0) + coalesce(corrected.${name}, 0) as ${name}`).join(', ')},
              case when corrected.moment_id is null then frozen.retention
                   else views_add(coalesce(frozen.retention, ${none}), corrected.retention) end as retention
         from frozen full join corrected using (moment_id)
     )
     insert into view_corrections (day, moment_id, creator_id, ${listed}, retention, found_at, cause)
     select $1, moment_id, coalesce(counted.creator_id, told.creator_id),
            ${columns.map((name) => `${now(name)} - ${told(name)}`).join(', ')},
            views_subtract(coalesce(counted.retention, ${none}), coalesce(told.retention, ${none})), $2, $3
       from counted full join told using (moment_id)
      where (${columns.map(now).join(', ')}) is distinct from (${columns.map(told).join(', ')})
         or coalesce(counted.retention, ${none}) is distinct from coalesce(told.retention, ${none})
      order by moment_id`,
    [day, foundAt, cause],
  );
  return rowCount ?? 0;
}

/**
 * Whether the events of a day and of the day before are there as they were when it was closed: those that were dropped
 * with their partition can be counted no more.
 */
export async function eventsAreKept(run: Run, day: BusinessDay): Promise<boolean> {
  const { rows } = await run<{ kept: boolean }>(
    `select bool_and(moments = 0 or to_regclass('view_events_' || to_char(day, 'YYYYMMDD')) is not null) as kept
       from view_days where day in ($1::date, $1::date - 1)`,
    [day],
  );
  return rows[0]?.kept ?? true;
}

/**
 * The days to close so that this one can be: days close in their order and without gaps. The very first close reaches back
 * to the oldest events, and over the days that may still be reported late. A day from before all that is closed by itself.
 */
export async function daysToClose(run: Run, day: BusinessDay): Promise<BusinessDay[]> {
  const { rows } = await run<{ day: BusinessDay }>(
    `with known as (select max(day) as last from view_days), oldest as (
       select coalesce((select last + 1 from known),
                       -- Partitions carry their day in their name: the table would be read from end to end for its first day.
                       (select min(kept.day)
                          from (select to_date(right(child.relname, 8), 'YYYYMMDD') as day
                                  from pg_inherits join pg_class as child on child.oid = inhrelid
                                 where inhparent = 'view_events'::regclass) as kept
                         where kept.day < $1::date - 3 and exists (select from view_events where view_events.day = kept.day)),
                       $1::date - 3) as first)
     select asked.day::text as day
       from oldest
      cross join lateral (
        select least(first, $1::date) + ahead as day from generate_series(0, $1::date - least(first, $1::date)) as ahead
      ) as asked
      where not exists (select from view_days where view_days.day = asked.day)
        and (asked.day = $1::date or $1::date >= first)
      order by 1`,
    [day],
  );
  return rows.map(({ day: one }) => one);
}
