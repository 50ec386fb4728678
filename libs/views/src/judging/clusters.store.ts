import type { Run } from './at-length.js';
import type { Cluster } from './domain/cluster.js';
import { gatherPairs } from './pairs.store.js';

const cells = `
  create temporary table judging_cells (
    kind text not null, cluster text not null, viewers int not null,
    age int, size int, unskipping int, regular int, housed int,
    light int, company int, focus int
  ) on commit drop`;

/* Every cell by all that viewers can be alike in, and by the few that say most: an attack may be alike in these only. */
const audienceCells = `
  insert into judging_cells
  select 'audience', creator_id, count(*), age, size, unskipping, regular, housed, light, company, focus
    from judging_pairs
   group by grouping sets ((creator_id), (creator_id, age, size, unskipping, regular, housed, focus),
                           (creator_id, focus, size), (creator_id, focus, age), (creator_id, focus, unskipping),
                           (creator_id, age, unskipping), (creator_id, focus), (creator_id, regular), (creator_id, housed),
                           (creator_id, light), (creator_id, light, age), (creator_id, light, unskipping),
                           (creator_id, light, focus), (creator_id, company), (creator_id, company, unskipping))`;

/* Of a network everybody is in the same data centre, or nobody: that is no cell there. */
const networkCells = `
  insert into judging_cells (kind, cluster, viewers, age, size, unskipping, regular)
  select 'network', encode(network_key, 'hex'), count(*), age, size, unskipping, regular
    from (select distinct network_key, viewer_key from judging_grains where network_key is not null and longs > 0) as seen
    join (select viewer_key, age, size, unskipping, regular::int as regular from judging_viewers) as viewers
      using (viewer_key)
   group by grouping sets ((network_key), (network_key, age, size, unskipping, regular), (network_key, regular),
                           (network_key, age, unskipping), (network_key, size, unskipping))`;

/* Who signed up in the same hour is of one age. */
const cohortCells = `
  insert into judging_cells (kind, cluster, viewers, size, unskipping, regular)
  select 'cohort', hour, count(*), size, unskipping, regular
    from (select date_trunc('hour', signed_up_at at time zone 'UTC')::text as hour, size, unskipping, regular::int as regular
            from judging_viewers where signed_up_at is not null) as signed_up
   group by grouping sets ((hour), (hour, size, unskipping, regular), (hour, regular), (hour, size, unskipping))`;

/** The columns that a cell is told by; `null`: whatever it is. */
export const traits = ['age', 'size', 'unskipping', 'regular', 'housed', 'light', 'company', 'focus'] as const;
type Traits = Record<(typeof traits)[number], number | null>;

const cellOf = `num_nulls(${traits.join(', ')}) = ${traits.length}`;
const sameCell = traits.map((trait) => `base.${trait} is not distinct from cells.${trait}`).join(' and ');

/*
 * What is usual for each cell: quantiles over the clusters, each weighed by its members, so that what was done to some of
 * them does not become usual. Clusters without the cell count as having none of it. Small clusters have no shares to speak
 * of and are left out while the larger ones are most of the viewers. Shares of few viewers differ by chance: what that
 * makes of their deviation (p (1 − p) / members) is taken off, as chance is allowed for by itself where it is compared.
 */
const scoredCells = `
  with sizes as materialized (select kind, cluster, viewers as members from judging_cells where ${cellOf}),
  limits as (
    select kind, case when 2 * sum(members) filter (where members >= 30) >= sum(members) then 30 else 3 end as least
      from sizes group by kind
  ), large as materialized (
    select kind, cluster, members, sum(members) over (partition by kind) as total,
           count(*) over (partition by kind) as clusters
      from sizes join limits using (kind) where members >= least
  ), shares as (
    select kind, ${traits.join(', ')}, viewers, members, total, clusters, viewers::float8 / members as share,
           total - sum(members) over cell
             + sum(members) over (cell order by viewers::float8 / members, cluster) as below,
           total - sum(members) over cell as without
      from judging_cells as cells join large using (kind, cluster)
     where not ${cellOf}
    window cell as (partition by kind, ${traits.join(', ')})
  ), base as materialized (
    select kind, ${traits.join(', ')},
           case when max(without) >= 0.5 * max(total) then 0
                else min(share) filter (where below >= 0.5 * total) end as middle,
           case when max(without) >= 0.75 * max(total) then 0
                else min(share) filter (where below >= 0.75 * total) end as upper,
           coalesce(sum(viewers) filter (where below <= 0.75 * total), 0) / (0.75 * max(total)) as lower_mean,
           max(clusters)::float8 / max(total) as per_member
      from shares group by kind, ${traits.join(', ')}
  )
  select cells.*, members, greatest(coalesce(middle, 0), coalesce(lower_mean, 0))::float8 as usual,
         sqrt(greatest(0, ((coalesce(upper, 0) - coalesce(middle, 0)) / 0.6745) ^ 2
                          - coalesce(middle * (1 - middle) * per_member, 0)))::float8 as deviation
    from judging_cells as cells join sizes using (kind, cluster)
    left join base on base.kind = cells.kind and ${sameCell}
   where num_nulls(${traits.map((trait) => `cells.${trait}`).join(', ')}) < ${traits.length} and viewers >= $1
     and viewers > 1.4 * members * ($2::float8 + greatest(coalesce(middle, 0), coalesce(lower_mean, 0)))`;

/*
 * Who watches a creator at night, beside how much each of them watches others' at night: an audience from where it is day,
 * or of night owls, does so with everybody. Those who watch little else are taken for what everybody is.
 */
const nightAudiences = `
  with everybody as (select sum(nights)::float8 / sum(longs) as nights from judging_viewers)
  select 'night' as kind, creator_id as cluster, count(*) filter (where nightly = 1)::int as viewers, count(*)::int as members,
         (avg((greatest(0, viewers.nights - nightly * pairs.longs) + 3 * everybody.nights)
              / (viewers.longs - pairs.longs + 3)))::float8 as usual
    from judging_pairs as pairs join judging_viewers as viewers using (viewer_key) cross join everybody
   group by creator_id having count(*) filter (where nightly = 1) >= $1`;

/* Who share a network, or the hour of their signing up, and watch one creator; beside what everybody else does. */
const sharedTaste = (kind: string, groups: string) => `
  with groups as materialized (${groups}),
  sizes as (select cluster, count(distinct viewer_key)::int as members from groups group by cluster),
  together as (
    select cluster, creator_id, count(*)::int as viewers
      from (select distinct cluster, viewer_key, creator_id from groups) as watched
     group by cluster, creator_id having count(*) >= $1
  ), audiences as (select creator_id, count(*)::int as audience from judging_pairs group by creator_id),
  everybody as (select count(*)::int as everybody from judging_viewers)
  select '${kind}' as kind, cluster, creator_id as "creatorId", viewers, members,
         -- Others are what it is compared with; the more of everybody it is, the fewer others there are.
         ((audience - viewers)::float8 / greatest(1, everybody - members) * (everybody - members)
          + audience::float8 / everybody * members) / everybody as usual
    from together join sizes using (cluster) join audiences using (creator_id) cross join everybody`;

const networkTaste = sharedTaste(
  'network',
  `select encode(network_key, 'hex') as cluster, viewer_key, creator_id from judging_grains
    where network_key is not null and longs > 0`,
);
const cohortTaste = sharedTaste(
  'cohort',
  `select date_trunc('hour', signed_up_at at time zone 'UTC')::text as cluster, viewer_key, creator_id
     from judging_pairs join judging_viewers using (viewer_key) where signed_up_at is not null`,
);

/** A cluster of viewers that are alike in some traits, or watch one creator. */
export interface FoundCluster extends Cluster {
  kind: 'audience' | 'night' | 'network' | 'cohort';
  /** A creator's id, a network's key in hex, an hour. */
  cluster: string;
  creatorId: string | null;
  traits: Traits;
}

interface Row extends Traits {
  kind: FoundCluster['kind'];
  cluster: string;
  viewers: number;
  members: number;
  usual: number;
  deviation?: number;
  creatorId?: string;
}

const found = ({ kind, cluster, viewers, members, usual, deviation, creatorId, ...row }: Row): FoundCluster => ({
  kind,
  cluster,
  creatorId: creatorId ?? null,
  members,
  observed: viewers,
  usual,
  deviation,
  traits: Object.fromEntries(traits.map((trait) => [trait, row[trait] ?? null])) as Traits,
});

/** Every cluster of at least so many viewers that can be worth anything: the others, which are most, stay where they are. */
export async function clustersOf(
  run: Run,
  { viewers, affinity, floor }: { viewers: number; affinity: number; floor: number },
): Promise<FoundCluster[]> {
  await gatherPairs(run, affinity);
  await run(cells);
  for (const sql of [audienceCells, networkCells, cohortCells]) await run(sql);
  await run('analyze judging_cells');
  const rows = [
    ...(await run<Row>(scoredCells, [viewers, floor])),
    ...(await run<Row>(nightAudiences, [viewers])),
    ...(await run<Row>(networkTaste, [viewers])),
    ...(await run<Row>(cohortTaste, [viewers])),
  ];
  return rows.map(found);
}
