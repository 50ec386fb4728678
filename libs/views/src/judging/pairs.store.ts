import type { Run } from './at-length.js';

/*
 * How much of what a viewer watches is one creator's, in four steps, beside what is alike in viewers. What everybody
 * watches much of is no preference: some times a creator's share of all views is taken off.
 *
 * `light`: somebody who is here as little as the lesser half of viewers. `company`: the other creators whom somebody light
 * watches have twice as many light viewers as is usual, and more than chance gives (three robust deviations). Each of
 * these is watched by some such anyway; who watches nobody else belongs to those that they pay.
 */
const pairs = `
  create temporary table judging_pairs on commit drop as
  with watched as materialized (
    select viewer_key, creator_id, sum(longs)::int as longs, sum(nights)::int as nights
      from judging_grains group by viewer_key, creator_id having sum(longs) > 0
  ), shares as (
    select creator_id, $1::float8 * sum(longs) / sum(sum(longs)) over () as usual from watched group by creator_id
  ), middle as (select percentile_cont(0.5) within group (order by events) as events from judging_viewers),
  lives as materialized (
    select viewers.*, (viewers.events <= middle.events)::int as light from judging_viewers as viewers cross join middle
  ), audiences as materialized (
    select creator_id, count(*) as members, sum(light) as lights from watched join lives using (viewer_key)
     group by creator_id
  ), everywhere as (select (sum(lights) / sum(members))::float8 as light from audiences),
  excesses as materialized (
    -- Without the viewer that is looked at; a few viewers more keep small audiences from being anything at all.
    select creator_id, members, (lights - 1 - (members - 1) * light) / (members + 9) as excess, light as usually
      from audiences cross join everywhere
  ), chance as (
    select 1.4826 * percentile_cont(0.5) within group (order by abs(excess)) as deviation from excesses where members >= 10
  ), accompanied as (
    select watched.*, shares.usual, usually, deviation,
           count(*) over viewer - 1 as others, sum(excess) over viewer - excess as excess
      from watched join shares using (creator_id) join excesses using (creator_id) cross join chance
    window viewer as (partition by viewer_key)
  )
  select viewer_key, creator_id, pairs.longs, (2 * pairs.nights > pairs.longs)::int as nightly,
         age, size, unskipping, regular::int as regular, housed, light,
         (light = 1 and others > 0
          and pairs.excess > greatest(usually * others, 3 * deviation * sqrt(others)))::int as company,
         width_bucket(pairs.longs::float8 / viewers.longs - usual, array[0.12, 0.3, 0.6]) as focus
    from accompanied as pairs join lives as viewers using (viewer_key)`;

/** Pairs viewers with the creators whom they watched, with what tells these viewers apart. `affinity`: see the settings. */
export async function gatherPairs(run: Run, affinity: number): Promise<void> {
  await run(pairs, [affinity]);
  await run('analyze judging_pairs');
}
