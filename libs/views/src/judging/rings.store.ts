import type { Run } from './at-length.js';
import type { Tie } from './domain/ring.js';

/*
 * Which creators are compared: those with the fewest viewers first, as long as the pairs of viewers stay affordable. What
 * everybody watches ties nobody together. `weight`: the share of all views of the day that are theirs.
 */
const rare = `
  create temporary table judging_rare on commit drop as
  select creator_id, audience, (audience / total)::float8 as weight from (
    select creator_id, audience, sum(audience) over () as total,
           sum(audience ^ 2) over (order by audience, creator_id) as comparisons
      from (select creator_id, count(*) as audience from judging_pairs group by creator_id) as all_of_them
  ) as by_size
   where comparisons <= $1 and audience >= 3
     and audience <= greatest(50, 0.05 * (select count(*) from judging_viewers))`;

const degrees = `
  create temporary table judging_degrees on commit drop as
  select viewer_key, count(*)::int as degree from judging_pairs group by viewer_key`;

/*
 * Pairs of viewers that have more of these in common than two who watch so much would, were their tastes unrelated. Each
 * viewer's closest is enough of a seed.
 */
const seeds = `
  create temporary table judging_seeds on commit drop as
  with kept as materialized (
    select viewer_key, creator_id, degree, weight
      from judging_pairs join judging_rare using (creator_id) join judging_degrees using (viewer_key) where degree >= $1
  ), close as (
    select one.viewer_key as one, other.viewer_key as other, count(*)::int as shared,
           min(one.degree)::float8 * min(other.degree) * (select sum(weight ^ 2) from judging_rare) as expected
      from kept as one join kept as other on other.creator_id = one.creator_id and one.viewer_key < other.viewer_key
     group by one.viewer_key, other.viewer_key having count(*) >= $1
  ), closest as (
    select distinct on (one) one, other, shared * ln(shared / expected) - shared + expected as surprise
      from close where shared > expected * $3::float8 order by one, surprise desc, other
  )
  select row_number() over (order by surprise desc, one)::int as seed, one, other from closest
   order by seed limit $2`;

/*
 * What the two of a seed share, and everybody who watches nearly all of that; with how many of it each of them would watch
 * by chance, who watches so much.
 */
const rings = `
  with sets as materialized (
    select seed, one.creator_id, weight
      from judging_seeds join judging_pairs as one on one.viewer_key = judging_seeds.one
      join judging_pairs as other on other.viewer_key = judging_seeds.other and other.creator_id = one.creator_id
      join judging_rare on judging_rare.creator_id = one.creator_id
  ), sizes as (
    select seed, count(*)::int as size, array_agg(creator_id::text order by creator_id) as creators,
           array_agg(weight) as weights
      from sets group by seed
  ), members as (
    select seed, viewer_key, count(*)::int as shared
      from sets join judging_pairs using (creator_id) group by seed, viewer_key
  )
  select creators, jsonb_agg(jsonb_build_object(
           'viewer', viewer_key, 'shared', shared,
           'expected', (select sum(least(0.95, $3::float8 * degree * weight)) from unnest(weights) as weight)
         ) order by viewer_key) as members
    from sizes join members using (seed) join judging_degrees using (viewer_key)
   where shared >= ceil($1::float8 * size) and shared >= 3 and shared >= $4::float8 * degree
   group by seed, creators, size having count(*) >= $2
   order by count(*) * size desc, seed`;

/* Creators who watch each other; beside how often who watches so much would watch back by chance. */
const mutual = `
  with ties as (
    select there.viewer_key as one, there.creator_id as other, back.viewer_key is not null as returned
      from judging_pairs as there join judging_degrees as creators on creators.viewer_key = there.creator_id
      left join judging_pairs as back on back.viewer_key = there.creator_id and back.creator_id = there.viewer_key
     where there.viewer_key in (select creator_id from judging_pairs)
  ), audiences as (
    select creator_id, count(*)::float8 / sum(count(*)) over () as weight from judging_pairs group by creator_id
  )
  select one::text as viewer, count(*)::int as watched, count(*) filter (where returned)::int as returned,
         sum(least(0.95, $2::float8 * creators.degree * weight))::float8 as expected,
         array_agg(other::text) filter (where returned) as others
    from ties join judging_degrees as creators on creators.viewer_key = other
    join audiences on audiences.creator_id = one
   group by one having count(*) filter (where returned) >= $1`;

// Views by which the measure of who trades is drawn to everybody's: of few views it says little.
const drawn = 100;

/*
 * Ties between creators of whose audience far more are creators that watch, too, than is usual: some times the share, and
 * three deviations of chance. What is usual is measured at creators who watch nobody themselves, and so cannot be trading.
 * Each of them has and gives so many. Where everybody makes moments that is nobody.
 */
const trades = `
  with makers as materialized (
    select viewer_key as maker, count(*)::int as given from judging_pairs
     where viewer_key in (select creator_id from judging_pairs) group by viewer_key
  ), audiences as (
    select creator_id, count(*)::int as audience, count(maker)::int as got,
           creator_id not in (select maker from makers) as apart
      from judging_pairs left join makers on maker = viewer_key group by creator_id
  ), believed as (
    select $2::float8 * (coalesce(sum(got) filter (where apart), 0) + ${drawn} * sum(got) / sum(audience)::float8)
             / (coalesce(sum(audience) filter (where apart), 0) + ${drawn}) as share
      from audiences
  ),
  traders as materialized (
    select maker from audiences join makers on maker = creator_id cross join believed
     where got >= $1 and given >= $1 and got > audience * share + 3 * sqrt(audience * share)
  )
  select viewer_key::text as viewer, creator_id::text as creator
    from judging_pairs join traders as giving on giving.maker = viewer_key join traders as getting on getting.maker = creator_id`;

/** Viewers that all watch nearly the same set of little watched creators. */
export interface Ring {
  creators: string[];
  /** How much of the set each of them watches, and would watch by chance. */
  members: { viewer: string; shared: number; expected: number }[];
}

/** Somebody whom many of the creators watch whom they watch. */
export interface MutualWatcher {
  viewer: string;
  others: string[];
  /** How many creators who also watch they watched, and how many watched back; would have by chance. */
  watched: number;
  returned: number;
  expected: number;
}

interface RingLimits {
  viewers: number;
  creators: number;
  overlap: number;
  part: number;
  affinity: number;
  comparisons: number;
  mutual: number;
}

const maxSeeds = 2_000;

/** Looks for pairs of viewers that are surprisingly alike; what else is asked here starts from them. */
export async function findSeeds(run: Run, limits: RingLimits): Promise<void> {
  await run(rare, [limits.comparisons]);
  await run(degrees);
  await run('analyze judging_rare');
  await run('analyze judging_degrees');
  await run(seeds, [limits.creators, maxSeeds, limits.affinity]);
  await run('analyze judging_seeds');
}

/** Groups of viewers with one set of creators, the largest first; one viewer may be in several. */
export const ringsOf = (run: Run, limits: RingLimits): Promise<Ring[]> =>
  run<Ring>(rings, [limits.overlap, limits.viewers, limits.affinity, limits.part]);

/** Creators of whom at least so many others watch them back. */
export const mutualWatchers = (run: Run, { mutual: least, affinity }: RingLimits): Promise<MutualWatcher[]> =>
  run<MutualWatcher>(mutual, [least, affinity]);

/** Ties among creators who have many of their views from creators. */
export const tradedTies = (run: Run, { mutual: least, affinity }: RingLimits): Promise<Tie[]> =>
  run<Tie>(trades, [least, affinity]);
