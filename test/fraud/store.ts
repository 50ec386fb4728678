import { addDays, type BusinessDay } from '@moments/kernel';
import type { SimulatedView, SimulatedWorld } from './world.js';

/** Runs SQL on the database that is simulated into. */
export type Sql = <Row extends object>(sql: string, parameters?: readonly unknown[]) => Promise<Row[]>;

const chunk = 20_000;

function* chunks<Item>(items: readonly Item[]): Generator<Item[]> {
  for (let from = 0; from < items.length; from += chunk) yield items.slice(from, from + chunk);
}

/** Makes the day's partition unless it is there. */
async function makePartition(sql: Sql, day: BusinessDay): Promise<void> {
  const name = `view_events_${day.replaceAll('-', '')}`;
  const [found] = await sql<{ name: string | null }>('select to_regclass($1)::text as name', [name]);
  if (found?.name) return;
  await sql(`create table ${name} partition of view_events for values from ('${day}') to ('${addDays(day, 1)}')`);
}

/** Writes a world into the tables that the product writes, and beside them who really made each view. */
export async function store(sql: Sql, world: SimulatedWorld): Promise<void> {
  await makePartition(sql, world.day);
  await sql('create table if not exists simulated_sources (event_id uuid primary key, source text not null)');
  for (const accounts of chunks(world.accounts)) {
    await sql(
      `insert into accounts (id, region, status, created_at, status_changed_at)
       select id, 'RU', 'active', created_at, created_at from unnest($1::uuid[], $2::timestamptz[]) as made (id, created_at)`,
      [accounts.map(({ id }) => id), accounts.map(({ createdAt }) => new Date(createdAt))],
    );
  }
  for (const views of chunks(world.views)) {
    await sql(insertViews, [world.day, ...columnsOf(views)]);
    await sql(`insert into simulated_sources select * from unnest($1::uuid[], $2::text[])`, [
      views.map(({ id }) => id),
      views.map(({ source }) => source),
    ]);
  }
  await sql('analyze view_events');
}

const insertViews = `
  insert into view_events (day, moment_id, id, creator_id, duration_ms, feed_session_id, viewer_id, viewer_key, device_id,
                           network_key, hosted, feed_position, promoted, watched_ms, served_at, occurred_at, recorded_at,
                           surface, loops, position_ms)
  select $1, moment_id, id, creator_id, duration_ms, feed_session_id, viewer_id, viewer_key, device_id,
         decode(network_key, 'hex'), hosted, feed_position, promoted, watched_ms, served_at, occurred_at,
         occurred_at + interval '2 seconds', 'FOR_YOU', 0, null
    from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::int[], $6::uuid[], $7::uuid[], $8::uuid[], $9::uuid[], $10::text[],
                $11::boolean[], $12::smallint[], $13::boolean[], $14::int[], $15::timestamptz[], $16::timestamptz[])
      as made (moment_id, id, creator_id, duration_ms, feed_session_id, viewer_id, viewer_key, device_id, network_key,
               hosted, feed_position, promoted, watched_ms, served_at, occurred_at)`;

function columnsOf(views: readonly SimulatedView[]): unknown[] {
  const column = <Value>(value: (view: SimulatedView) => Value): Value[] => views.map(value);
  return [
    column(({ momentId }) => momentId),
    column(({ id }) => id),
    column(({ creatorId }) => creatorId),
    column(({ durationMs }) => durationMs),
    column(({ feedSessionId }) => feedSessionId),
    column(({ viewerId }) => viewerId),
    column(({ viewerKey }) => viewerKey),
    column(({ deviceId }) => deviceId),
    column(({ networkKey }) => networkKey),
    column(({ hosted }) => hosted),
    column(({ position }) => position),
    column(({ promoted }) => promoted),
    column(({ watchedMs }) => watchedMs),
    column(({ servedAt }) => new Date(servedAt)),
    column(({ occurredAt }) => new Date(occurredAt)),
  ];
}

/** What became of a source's views that could be paid for: first by viewer and moment, long enough, not one's own. */
export interface SourceResult {
  source: string;
  payable: number;
  paid: number;
  invalid: number;
  held: number;
}

const results = `
  with payable as (
    select distinct on (viewer_key, view_events.moment_id) id, source, verdict
      from view_events join simulated_sources on event_id = id
      left join view_judgements as judged on judged.day = $1 and judged.moment_id = view_events.moment_id
                                          and judged.event_id = id
     where view_events.day = $1 and creator_id is distinct from viewer_id and not promoted
       and watched_ms >= least(5000, coalesce(duration_ms, 5000))
     -- As it is counted: what is judged leaves its place to the viewer's next view of the moment.
     order by viewer_key, view_events.moment_id, verdict nulls first, served_at
  )
  select source, count(*)::int as payable, count(*) filter (where verdict is null)::int as paid,
         count(*) filter (where verdict = 'invalid')::int as invalid, count(*) filter (where verdict = 'held')::int as held
    from payable group by source order by source`;

/** What became of the honest views of one creator. */
export async function honestOf(sql: Sql, day: string, creatorId: string): Promise<{ payable: number; paid: number }> {
  const [counts] = await sql<{ payable: number; paid: number }>(
    `select count(*)::int as payable, count(*) filter (where verdict is null)::int as paid
       from view_events join simulated_sources on event_id = id
       left join view_judgements as judged on judged.day = $1 and judged.moment_id = view_events.moment_id
                                          and judged.event_id = view_events.id
      where view_events.day = $1 and source = 'honest' and creator_id = $2
        and watched_ms >= least(5000, coalesce(duration_ms, 5000))`,
    [day, creatorId],
  );
  return counts ?? { payable: 0, paid: 0 };
}

/** Counts by who made the views. */
export const resultsOf = (sql: Sql, day: string): Promise<SourceResult[]> => sql<SourceResult>(results, [day]);
