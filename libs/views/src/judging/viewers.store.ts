import { businessTimeZone, type BusinessDay } from '@moments/kernel';
import type { Run } from './at-length.js';
import type { Population, ViewerDay } from './domain/person.js';
import type { JudgingRules } from './judging.settings.js';

/*
 * One reading of the day. What is paid by somebody else (promotion) or never paid (one's own) says nothing here. What
 * is summed up: per viewer, creator and network, so that everything else comes out of this table.
 */
const gather = `
  create temporary table judging_grains on commit drop as
  select viewer_key, creator_id, network_key, bool_or(viewer_id is not null) as signed_in, bool_or(hosted) as hosted,
         count(*)::int as events, count(*) filter (where long)::int as longs,
         count(*) filter (where long and hour between 1 and 5)::int as nights,
         sum(watched_ms) as watched_ms, min(served_at) as first_at, max(occurred_at) as last_at,
         bit_or(1 << hour) as hours, count(*) filter (where long and not whole)::int as parts,
         coalesce(sum(ln(watched_ms)) filter (where long and not whole), 0) as logs,
         coalesce(sum(ln(watched_ms) ^ 2) filter (where long and not whole), 0) as log_squares
    from (select viewer_key, creator_id, network_key, viewer_id, hosted, served_at, occurred_at,
                 watched_ms::float8 as watched_ms, watched_ms >= least($2, coalesce(duration_ms, $2)) as long,
                 coalesce(watched_ms >= duration_ms * 0.95, false) as whole,
                 extract(hour from occurred_at at time zone '${businessTimeZone}')::int as hour
            from view_events
           where day = $1 and not promoted and creator_id is not null and creator_id is distinct from viewer_id) as views
   where watched_ms > 0
   group by viewer_key, creator_id, network_key`;

/* Whoever has a device to themselves says nothing, and those are most. */
const devices = `
  create temporary table judging_devices on commit drop as
  with shared as (select distinct device_id, viewer_key from view_events where day = $1 and device_id is not null),
       crowds as (select device_id, count(*)::int as sharers from shared group by device_id)
  select viewer_key, count(*)::int as devices, max(sharers) as sharers
    from shared join crowds using (device_id) group by viewer_key having count(*) > 1 or max(sharers) > 1`;

/*
 * Viewers by what many of them can have in common: how new they are, how much they watch, whether they never skip, whether
 * they watch by the clock, whether a data centre's network is theirs.
 */
const viewers = `
  create temporary table judging_viewers on commit drop as
  with days as (
    select viewer_key, bool_or(signed_in) as signed_in, bool_or(hosted) as hosted, sum(events)::int as events,
           sum(longs)::int as longs, sum(nights)::int as nights, sum(watched_ms) as watched_ms,
           extract(epoch from max(last_at) - min(first_at)) * 1000 as span_ms,
           bit_count(bit_or(hours)::bit(24))::int as hours, count(distinct network_key)::int as networks,
           sum(parts)::int as parts,
           case when sum(parts) > 1 then
             sqrt(greatest(0, (sum(log_squares) - sum(logs) ^ 2 / sum(parts)) / (sum(parts) - 1))) end as log_spread
      from judging_grains group by viewer_key
  )
  select days.*, coalesce(devices.devices, 1) as devices, coalesce(devices.sharers, 1) as sharers,
         (case when signed_in then (accounts.created_at > ($1::date - $2::int))::int
               else 2 + (coalesce(known.first_day, $1::date) > $1::date - $2::int)::int end)::int as age,
         width_bucket(longs, array[2, 5, 10, 25]) as size,
         (longs = events)::int as unskipping,
         hosted::int as housed, accounts.created_at as signed_up_at, false as regular
    from days left join accounts on accounts.id = days.viewer_key
         left join view_viewers as known on known.viewer_key = days.viewer_key
         left join judging_devices as devices on devices.viewer_key = days.viewer_key
   where longs > 0`;

// Who watches this often in a day could come at many hours.
const muchViews = 30;

const population = `
  with medians as (
    select percentile_cont(0.5) within group (order by ln(longs)) as daily,
           percentile_cont(0.5) within group (order by ln(longs::float8 / greatest(1, hours))) as hourly,
           percentile_cont(0.5) within group (order by log_spread) filter (where parts >= $1) as spread,
           percentile_cont(0.5) within group (order by hours) filter (where events >= $2) as hours,
           count(*) filter (where events >= $2)::int as much
      from judging_viewers
  )
  select count(*)::int as viewers, daily, hourly, spread, medians.hours, much,
         1.4826 * percentile_cont(0.5) within group (order by abs(judging_viewers.hours - medians.hours))
           filter (where events >= $2) as "hoursDeviation",
         1.4826 * percentile_cont(0.5) within group (order by abs(ln(longs) - daily)) as "dailyDeviation",
         1.4826 * percentile_cont(0.5) within group (order by abs(ln(longs::float8 / greatest(1, judging_viewers.hours)) - hourly))
           as "hourlyDeviation"
    from judging_viewers cross join medians group by daily, hourly, spread, medians.hours, much`;

const markRegular = `
  update judging_viewers set regular = true where parts >= least(4, $2::int) and log_spread < $1`;

/* Only those that can cross a threshold are looked at one by one. */
const conspicuous = `
  select viewer_key as "viewerKey", events, longs, watched_ms as "watchedMs", span_ms::float8 as "spanMs", hours, networks,
         devices, sharers, parts, log_spread as "logSpread"
    from judging_viewers
   where watched_ms > span_ms * $1 or hours >= $2 or longs > $3 or longs > $4 * greatest(1, hours) or networks >= $5
      or devices >= $6 or sharers >= $7 or (regular and parts >= $8)
   order by viewer_key`;

type Measured =
  | 'viewers'
  | 'hours'
  | 'hoursDeviation'
  | 'much'
  | 'daily'
  | 'hourly'
  | 'dailyDeviation'
  | 'hourlyDeviation'
  | 'spread';

/** Reads a day into temporary tables; everything else is computed from them. */
export async function gatherViewers(run: Run, day: BusinessDay, rules: JudgingRules): Promise<Population> {
  await run(gather, [day, rules.longViewMs]);
  await run(devices, [day]);
  await run(viewers, [day, rules.newForDays]);
  await run('analyze judging_grains');
  const [all] = await run<Partial<Record<Measured, number | null>>>(population, [rules.person.regularFrom, muchViews]);
  const logSpread = all?.spread ?? null;
  if (logSpread !== null) await run(markRegular, [logSpread * rules.person.regular, rules.person.regularFrom]);
  await run('analyze judging_viewers');
  return {
    viewers: all?.viewers ?? 0,
    dailyLog: { median: all?.daily ?? 0, deviation: all?.dailyDeviation ?? 0 },
    hourlyLog: { median: all?.hourly ?? 0, deviation: all?.hourlyDeviation ?? 0 },
    // A handful says nothing of what is usual.
    ...((all?.much ?? 0) >= 20 && { hours: { median: all?.hours ?? 0, deviation: all?.hoursDeviation ?? 0 } }),
    logSpread,
  };
}

/** Viewers that some rule about single people may speak against. */
export const conspicuousViewers = (
  run: Run,
  { person }: JudgingRules,
): Promise<(ViewerDay & { viewerKey: string })[]> =>
  run(conspicuous, [
    person.overfull,
    person.wakefulHours,
    person.dailyViews,
    person.hourlyViews,
    person.networks,
    person.devices,
    person.viewersPerDevice,
    person.regularFrom,
  ]);
