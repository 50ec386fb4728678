import type { BusinessDay } from '@moments/kernel';
import type { Run } from './at-length.js';
import type { BriefAudience } from './domain/exchange.js';

/*
 * Who watched which moment at length, of the moments with more brief viewers than their other viewers let expect: all of an
 * exchange is there, and it is a small part of a day. `others`: long views that somebody has of other creators.
 */
const sights = `
  create temporary table judging_sights on commit drop as
  with lives as materialized (
    select viewer_key, longs, viewers.events <= $3::float8 * middle.events as brief
      from judging_viewers as viewers
     cross join (select percentile_cont(0.5) within group (order by events) as events from judging_viewers) as middle
  ), seen as materialized (
    select distinct viewer_key, creator_id, moment_id from view_events
     where day = $1 and not promoted and creator_id is not null and creator_id is distinct from viewer_id
       and watched_ms > 0 and watched_ms >= least($2, coalesce(duration_ms, $2))
  ), audiences as (
    select moment_id, count(*) filter (where brief) as briefs, count(*) filter (where not brief) as stayers
      from seen join lives using (viewer_key) group by moment_id
  ), compared as (
    -- One viewer more for each moment, so that those whom nobody stays with are compared with something.
    select moment_id, briefs, (stayers + 1) * sum(briefs) over () / (sum(stayers + 1) over ())::float8 as usual
      from audiences
  )
  select moment_id, creator_id, viewer_key, brief, lives.longs - pairs.longs as others, briefs, usual
    from compared join seen using (moment_id) join lives using (viewer_key)
    join judging_pairs as pairs using (viewer_key, creator_id)
   where briefs >= $4 and briefs > usual`;

const exchanged = `create temporary table judging_exchanged (moment_id uuid primary key) on commit drop`;

/* Where an exchange is looked for first: far more brief viewers than usual. */
const conspicuous = `
  insert into judging_exchanged
  select distinct moment_id from judging_sights where briefs > 1.5 + usual + $1::float8 * sqrt(usual)`;

/* Each sight with how many of the exchanged moments of other creators its viewer watched. */
const met = `
  hits as materialized (
    select viewer_key, creator_id, count(*)::int as hits
      from judging_sights join judging_exchanged using (moment_id) group by viewer_key, creator_id
  ), met as materialized (
    select sights.*, coalesce(everywhere.hits, 0) - coalesce(here.hits, 0) as company
      from judging_sights as sights
      left join (select viewer_key, sum(hits)::int as hits from hits group by viewer_key) as everywhere using (viewer_key)
      left join hits as here using (viewer_key, creator_id)
  )`;

// Long views by which a moment's own measure of chance is drawn to everybody's: of few viewers it says little.
const drawn = 20;

// So many views meet anything by chance; a power that is too small to be written is an error.
const certain = 200;

/*
 * How many of a moment's brief viewers keep the exchange's company, and would by chance. The measure is those who watch the
 * same moment and much else: where that company is simply what people watch there, they keep it, too.
 */
const audiences = `
  with ${met}, everybody as (
    select coalesce(sum(hits), 0) / greatest(1, (select sum(longs) from judging_viewers))::float8 as share from hits
  ), chances as materialized (
    select moment_id, least(0.95, $1::float8
             * (coalesce(sum(company) filter (where not brief), 0) + ${drawn} * share)
             / (coalesce(sum(others) filter (where not brief), 0) + ${drawn})) as chance
      from met cross join everybody group by moment_id, share
  )
  select moment_id as "momentId", max(usual) as usual, count(*)::int as viewers,
         count(*) filter (where company > 0)::int as accompanied, sum(1 - (1 - chance) ^ least(others, ${certain}))::float8 as expected
    from met join chances using (moment_id) where brief
   group by moment_id having count(*) filter (where company > 0) >= $2 order by moment_id`;

const evidence = `
  with ${met}
  insert into judging_evidence
  select distinct viewer_key, creator_id, finding
    from unnest($1::uuid[], $2::int[], $3::boolean[]) as told (moment_id, finding, accompanied)
    join met using (moment_id)
   where brief and (company > 0) = accompanied`;

/** A moment whose brief viewers may have been sent. */
export interface ExchangeAudience extends BriefAudience {
  momentId: string;
}

interface ExchangeLimits {
  viewers: number;
  brief: number;
  spread: number;
  affinity: number;
}

/** Reads who watched what, and gives the moments at which an exchange is looked for first; after `gatherPairs`. */
export async function gatherSights(
  run: Run,
  day: BusinessDay,
  { longViewMs, exchange: { viewers, brief, spread } }: { longViewMs: number; exchange: ExchangeLimits },
): Promise<string[]> {
  await run(sights, [day, longViewMs, brief, viewers]);
  await run('analyze judging_sights');
  await run(exchanged);
  await run(conspicuous, [spread]);
  await run('analyze judging_exchanged');
  const chosen = await run<{ momentId: string }>('select moment_id as "momentId" from judging_exchanged');
  return chosen.map(({ momentId }) => momentId);
}

/** The moments that enough brief viewers of the exchanged ones watch, by the company that these keep. */
export const companyOf = (run: Run, { affinity, viewers }: ExchangeLimits): Promise<ExchangeAudience[]> =>
  run<ExchangeAudience>(audiences, [affinity, viewers]);

/** Takes these moments for the exchanged ones from now on. */
export async function takeForExchanged(run: Run, moments: readonly string[]): Promise<void> {
  await run('delete from judging_exchanged');
  await run('insert into judging_exchanged select unnest($1::uuid[])', [moments]);
  await run('analyze judging_exchanged');
}

/** Notes a finding against the brief viewers of a moment who keep the exchange's company, or against those who do not. */
export const addExchanged = (
  run: Run,
  told: readonly { momentId: string; finding: number; accompanied: boolean }[],
): Promise<object[]> =>
  run(evidence, [
    told.map(({ momentId }) => momentId),
    told.map(({ finding }) => finding),
    told.map(({ accompanied }) => accompanied),
  ]);
