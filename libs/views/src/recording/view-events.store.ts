import { addDays } from '@moments/kernel';
import { execute, rows, statement, type Tx } from '@moments/platform';
import type { ViewEvent } from './view-event.js';

/*
 * Accepted means on disk, whatever the server's default. And new partitions have no statistics: without the others a plan
 * made for a few rows would go on reading millions, or join row by row what is joined here: each list of a transaction's
 * viewers with the other.
 */
const prepareTransaction =
  'set local synchronous_commit = on; set local enable_seqscan = off; set local enable_nestloop = off';

/*
 * Makes and locks the clocks, in order of their keys so that nobody deadlocks over them: of one viewer's reports one
 * comes after the other, each finding what the one before has stored.
 */
const lockClocks = statement(
  'views.lock-clocks',
  `insert into viewer_clocks as clocks (viewer_key, busy_until)
   select key, 'epoch' from unnest($1::uuid[]) as key order by key
   on conflict (viewer_key) do update set busy_until = clocks.busy_until
   returning viewer_key as "viewerKey", extract(epoch from busy_until)::float8 * 1000 as "busyUntilMs"`,
);

const known = statement(
  'views.known-events',
  `select concat_ws(' ', moment_id, id, day) as key
     from unnest($1::uuid[], $2::uuid[], $3::date[]) as asked (moment_id, id, day)
    where exists (select from view_events as events
                   where events.moment_id = asked.moment_id and events.id = asked.id and events.day = asked.day
                  offset 0)`,
);

/*
 * One statement: the events that are new, what they make the viewer have seen, what there is to count, and the clocks
 * (as `watchAll` has them). Events go in in the order of their key: two devices that send the same ones at once wait for
 * each other instead of deadlocking. A feed session counts a moment once, by its first event that has seen it: else one
 * token would make views without end. Of most sessions nothing was told before, which is asked once for all their
 * moments. A page that is asked for again about midnight has tokens of two days; hence $23 and $24, a day to both sides:
 * bounds of the whole statement, so that the other partitions are not even opened. `offset 0` keeps the search a search,
 * row by row along the index, in whatever plan. Clocks are inserted where they are known to be there: a conflict is found
 * by the key, while a join would read them all whenever the planner takes them for few.
 */
const insertNew = statement(
  'views.insert-events',
  `with told as (
    select * from unnest($1::uuid[], $2::uuid[], $3::date[], $4::uuid[], $5::uuid[], $6::uuid[], $7::uuid[], $8::uuid[],
                         $9::text[], $10::boolean[], $11::int[], $12::int[], $13::int[], $14::int[], $15::smallint[],
                         $16::float8[], $17::float8[], $18::text[], $19::boolean[])
      as told (moment_id, id, day, feed_session_id, viewer_id, viewer_key, device_id, creator_id,
               surface, promoted, watched_ms, position_ms, loops, duration_ms, feed_position,
               occurred_s, served_s, network_key, hosted)
  ), added as (
    insert into view_events (moment_id, id, day, feed_session_id, viewer_id, viewer_key, device_id, creator_id, surface,
                             promoted, watched_ms, position_ms, loops, duration_ms, feed_position, occurred_at,
                             served_at, network_key, hosted, recorded_at)
    select moment_id, id, day, feed_session_id, viewer_id, viewer_key, device_id, creator_id, surface,
           promoted, watched_ms, position_ms, loops, duration_ms, feed_position, to_timestamp(occurred_s),
           to_timestamp(served_s), decode(network_key, 'hex'), hosted, $20
      from told order by moment_id, id, day
    on conflict do nothing
    returning moment_id, id, day, feed_session_id, viewer_id, viewer_key, watched_ms, duration_ms, occurred_at, served_at
  ), seen as materialized (
    select * from added where watched_ms >= least($21::int, coalesce(duration_ms, $21::int))
  ), watched as (
    insert into watched_moments as watched (viewer_id, moment_id, last_watched_at)
    select viewer_id, moment_id, max(occurred_at)
      from seen where viewer_id is not null
     group by viewer_id, moment_id order by viewer_id, moment_id
    on conflict (viewer_id, moment_id) do update
      set last_watched_at = excluded.last_watched_at
      where watched.last_watched_at < excluded.last_watched_at
  ), told_before as materialized (
    select feed_session_id from (select distinct feed_session_id from seen) as told_now
     where exists (select from view_events as earlier
                    where earlier.feed_session_id = told_now.feed_session_id
                      and earlier.day between $23::date and $24::date
                   offset 0)
  ), first_seen as (
    select distinct feed_session_id, moment_id
      from seen
     where feed_session_id not in (select feed_session_id from told_before)
        or not exists (select from view_events as earlier
                        where earlier.feed_session_id = seen.feed_session_id and earlier.moment_id = seen.moment_id
                          and earlier.day between $23::date and $24::date
                          and earlier.watched_ms >= least($21::int, coalesce(earlier.duration_ms, $21::int))
                       offset 0)
  ), uncounted as (
    insert into uncounted_views (moment_ids) select array_agg(moment_id) from first_seen having count(*) > 0
  ), spent as (
    select viewer_key, sum(watched_ms) as watched_ms,
           max(served_at + watched_since_ms * interval '1 millisecond') as busy_until
      from (select viewer_key, watched_ms, served_at,
                   sum(watched_ms) over (partition by viewer_key order by served_at desc) as watched_since_ms
              from added) as by_serving
     group by viewer_key
  ), gone_on as (
    insert into viewer_clocks (viewer_key, busy_until)
    select viewer_key, greatest(spent.busy_until, to_timestamp(busy_until_s) + spent.watched_ms * interval '1 millisecond')
      from spent join unnest($25::uuid[], $26::float8[]) as before (viewer_key, busy_until_s) using (viewer_key)
     order by viewer_key
    on conflict (viewer_key) do update set busy_until = excluded.busy_until
  )
  select case when (select count(*) from added) < $22::int
              then (select coalesce(array_agg(concat_ws(' ', moment_id, id, day)), '{}') from added) end as added`,
);

/** Locks these viewers and gives their clocks, in ms; to be asked before any other row is touched. */
export async function lockViewers(tx: Tx, viewerKeys: ReadonlySet<string>): Promise<ReadonlyMap<string, number>> {
  await execute(tx, prepareTransaction);
  const clocks = await rows<{ viewerKey: string; busyUntilMs: number }>(tx, lockClocks, [[...viewerKeys]]);
  return new Map(clocks.map(({ viewerKey, busyUntilMs }) => [viewerKey, busyUntilMs]));
}

/** Keys of those that are stored already. */
export async function knownAmong(tx: Tx, events: readonly ViewEvent[]): Promise<ReadonlySet<string>> {
  const found = await rows<{ key: string }>(tx, known, [
    list(events, ({ claims }) => claims.momentId),
    list(events, ({ id }) => id),
    list(events, ({ day }) => day),
  ]);
  return new Set(found.map(({ key }) => key));
}

/**
 * Stores what is new of these events, each key once, and gives the keys of those that were new. Their viewers must be
 * locked; `clocks` are theirs. `seenAfterMs` is how long a moment has to be watched to be seen, if it is not shorter.
 */
export async function insertViewEvents(
  tx: Tx,
  events: readonly ViewEvent[],
  { now, seenAfterMs, clocks }: { now: Date; seenAfterMs: number; clocks: ReadonlyMap<string, number> },
): Promise<ReadonlySet<string>> {
  const days = events.map(({ day }) => day).toSorted();
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return new Set();
  const [result] = await rows<{ added: string[] | null }>(tx, insertNew, [
    list(events, ({ claims }) => claims.momentId),
    list(events, ({ id }) => id),
    list(events, ({ day }) => day),
    list(events, ({ claims }) => claims.feedSessionId),
    list(events, ({ reporter }) => reporter.viewerId),
    list(events, ({ viewerKey }) => viewerKey),
    list(events, ({ reporter }) => reporter.deviceId),
    list(events, ({ moment }) => moment?.creatorId),
    list(events, ({ claims }) => claims.surface),
    list(events, ({ claims }) => claims.promoted),
    list(events, ({ watchedMs }) => watchedMs),
    list(events, ({ positionMs }) => positionMs),
    list(events, ({ loops }) => loops),
    list(events, ({ moment }) => moment?.durationMs),
    list(events, ({ claims }) => claims.feedPosition),
    list(events, ({ occurredAt }) => occurredAt.getTime() / 1_000),
    list(events, ({ claims }) => claims.issuedAt.getTime() / 1_000),
    list(events, ({ reporter }) => reporter.network?.key),
    list(events, ({ reporter }) => reporter.network?.hosted ?? false),
    now,
    seenAfterMs,
    events.length,
    addDays(first, -1),
    addDays(last, 1),
    list([...clocks.keys()], (viewerKey) => viewerKey),
    list([...clocks.values()], (busyUntilMs) => busyUntilMs / 1_000),
  ]);
  return new Set(result?.added ?? events.map(({ key }) => key));
}

/**
 * An array as Postgres reads it. Node-postgres would quote and escape each of these; ids, days, numbers and words of ours
 * need neither, and there are very many of them.
 */
function list<Item>(
  items: readonly Item[],
  value: (item: Item) => string | number | boolean | null | undefined,
): string {
  let text = '';
  for (const item of items) text += `${text === '' ? '' : ','}${value(item) ?? 'null'}`;
  return `{${text}}`;
}
