import type { Run } from './at-length.js';

/*
 * Which creators are compared: those with the fewest viewers first, as long as the pairs of viewers stay affordable. What
 * everybody watches ties nobody together.
 */
const rare = `
  create temporary table judging_rare on commit drop as
  select creator_id, audience from (
    select creator_id, audience, sum(audience ^ 2) over (order by audience, creator_id) as comparisons
      from (select creator_id, count(*) as audience from judging_pairs group by creator_id having count(*) >= $2) as all_of_them
     where audience <= greatest(50, 0.05 * (select count(*) from judging_viewers))
  ) as by_size where comparisons <= $1`;

/*
 * Pairs of viewers with many of these in common, from both sides' numbers: each viewer's closest one is enough of a seed.
 */
const seeds = `
  create temporary table judging_seeds on commit drop as
  with rare_pairs as materialized (
    select viewer_key, creator_id from judging_pairs join judging_rare using (creator_id)
  ), degrees as (select viewer_key, count(*)::int as degree from rare_pairs group by viewer_key having count(*) >= $1),
  kept as materialized (select viewer_key, creator_id, degree from rare_pairs join degrees using (viewer_key)),
  close as (
    select one.viewer_key as one, other.viewer_key as other, count(*)::int as shared,
           count(*) / sqrt(min(one.degree)::float8 * min(other.degree)) as likeness
      from kept as one join kept as other on other.creator_id = one.creator_id and one.viewer_key < other.viewer_key
     group by one.viewer_key, other.viewer_key having count(*) >= $1
  ), closest as (
    select distinct on (one) one, other, shared, likeness from close order by one, shared * likeness desc, other
  )
  select row_number() over (order by shared * likeness desc, one)::int as seed, one, other from closest
   order by seed limit $2`;

/* What the two of a seed share, and everybody who watches nearly all of that. */
const rings = `
  with sets as materialized (
    select seed, one.creator_id
      from judging_seeds join judging_pairs as one on one.viewer_key = judging_seeds.one
      join judging_pairs as other on other.viewer_key = judging_seeds.other and other.creator_id = one.creator_id
      join judging_rare on judging_rare.creator_id = one.creator_id
  ), sizes as (select seed, count(*)::int as size from sets group by seed),
  members as (
    select seed, viewer_key, count(*)::int as shared
      from sets join judging_pairs using (creator_id) group by seed, viewer_key
  )
  select seed, size, array_agg(viewer_key::text order by viewer_key) as viewers,
         (select array_agg(creator_id::text order by creator_id) from sets where sets.seed = sizes.seed) as creators,
         (select coalesce(sum(ln(least(1, $3::float8 * audience::float8 / (select count(*) from judging_viewers)))), 0)
            from sets join judging_rare using (creator_id) where sets.seed = sizes.seed)::float8 as "logChance"
    from sizes join members using (seed)
   where shared >= ceil($1::float8 * size) and shared >= 3
   group by seed, size having count(*) >= $2
   order by count(*) * size desc, seed`;

/** Viewers that all watch nearly the same set of little watched creators. */
export interface Ring {
  viewers: string[];
  creators: string[];
  /** Natural logarithm of the chance that one viewer watches the whole set, were tastes unrelated. */
  logChance: number;
}

const maxSeeds = 2_000;

/** Groups of viewers with one set of creators, the largest first; one viewer may be in several. */
export async function ringsOf(
  run: Run,
  rules: { viewers: number; creators: number; overlap: number; comparisons: number },
): Promise<Ring[]> {
  await run(rare, [rules.comparisons, 3]);
  await run('analyze judging_rare');
  await run(seeds, [rules.creators, maxSeeds]);
  await run('analyze judging_seeds');
  return run<Ring>(rings, [rules.overlap, rules.viewers, 8]);
}
