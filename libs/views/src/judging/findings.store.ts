import type { BusinessDay } from '@moments/kernel';
import { traits } from './clusters.store.js';
import type { Run } from './at-length.js';
import type { FoundCluster } from './clusters.store.js';

const evidence = `
  create temporary table judging_evidence (viewer_key uuid not null, creator_id uuid not null, finding int not null)
  on commit drop`;

/** A finding's number stands for it in the tables. */
export interface NumberedCluster {
  finding: number;
  cluster: FoundCluster;
}

const clusterRows = (clusters: readonly NumberedCluster[]): string =>
  JSON.stringify(
    clusters.map(({ finding, cluster: { cluster, creatorId, traits: alike } }) => ({
      finding,
      cluster,
      creator_id: creatorId,
      ...alike,
    })),
  );

const told = `found as materialized (
    select * from jsonb_to_recordset($1::jsonb)
      as told (finding int, cluster text, creator_id uuid, ${traits.map((trait) => `${trait} int`).join(', ')}))`;

const alike = traits.map((trait) => `(found.${trait} is null or found.${trait} = pairs.${trait})`).join(' and ');

const ofAudiences = `
  with ${told}
  insert into judging_evidence
  select viewer_key, pairs.creator_id, finding
    from found join judging_pairs as pairs on pairs.creator_id = found.cluster::uuid and ${alike}`;

const ofNights = `
  with ${told}
  insert into judging_evidence
  select viewer_key, pairs.creator_id, finding
    from found join judging_pairs as pairs on pairs.creator_id = found.cluster::uuid and nightly = 1`;

const ofNetworks = `
  with ${told}
  insert into judging_evidence
  select distinct pairs.viewer_key, pairs.creator_id, finding
    from found join judging_grains as grains on grains.network_key = decode(found.cluster, 'hex') and grains.longs > 0
     and (found.creator_id is null or found.creator_id = grains.creator_id)
    join judging_pairs as pairs on pairs.viewer_key = grains.viewer_key and pairs.creator_id = grains.creator_id
     and ${alike}`;

const ofCohorts = `
  with ${told}
  insert into judging_evidence
  select pairs.viewer_key, pairs.creator_id, finding
    from found join judging_viewers as viewers
      on date_trunc('hour', viewers.signed_up_at at time zone 'UTC') = found.cluster::timestamp
    join judging_pairs as pairs on pairs.viewer_key = viewers.viewer_key
     and (found.creator_id is null or found.creator_id = pairs.creator_id) and ${alike}`;

const ofPersons = `
  insert into judging_evidence
  select viewer_key, creator_id, finding
    from unnest($1::uuid[], $2::int[]) as told (viewer_key, finding) join judging_pairs using (viewer_key)`;

const ofRings = `
  insert into judging_evidence
  select viewer_key, creator_id, $3 from judging_pairs
   where viewer_key = any ($1::uuid[]) and creator_id = any ($2::uuid[])`;

/* Whose views of the same creator were found invalid on other days around. */
const ofHistory = `
  insert into judging_evidence
  select viewer_key, creator_id, case when count(distinct judged.day) = 1 then $3::int else $4::int end
    from view_judgements as judged
    join view_events as events on events.day = judged.day and events.moment_id = judged.moment_id
                              and events.id = judged.event_id
    join judging_pairs using (viewer_key, creator_id)
   where judged.day between $1::date - $2::int and $1::date + $2::int and judged.day <> $1 and judged.verdict = 'invalid'
     and events.day between $1::date - $2::int and $1::date + $2::int
   group by viewer_key, creator_id`;

/** Notes against which views each finding speaks. */
export class Findings {
  constructor(private readonly run: Run) {}

  async open(): Promise<void> {
    await this.run(evidence);
  }

  async addClusters(clusters: readonly NumberedCluster[]): Promise<void> {
    const statements = { audience: ofAudiences, night: ofNights, network: ofNetworks, cohort: ofCohorts };
    for (const [kind, sql] of Object.entries(statements)) {
      const some = clusters.filter(({ cluster }) => cluster.kind === kind);
      if (some.length > 0) await this.run(sql, [clusterRows(some)]);
    }
  }

  async addPersons(persons: readonly { viewerKey: string; finding: number }[]): Promise<void> {
    const viewerKeys = persons.map(({ viewerKey }) => viewerKey);
    await this.run(ofPersons, [viewerKeys, persons.map(({ finding }) => finding)]);
  }

  async addRing(ring: { finding: number; viewers: readonly string[]; creators: readonly string[] }): Promise<void> {
    await this.run(ofRings, [ring.viewers, ring.creators, ring.finding]);
  }

  /** `once` and `again`: the findings for one other day, and for more. */
  async addHistory(told: { day: BusinessDay; days: number; once: number; again: number }): Promise<void> {
    await this.run(ofHistory, [told.day, told.days, told.once, told.again]);
  }

  /** Each different set of findings that speaks against some views: there are far fewer than views. */
  async sets(): Promise<number[][]> {
    await this.run(`
      create temporary table judging_sets on commit drop as
      select viewer_key, creator_id, array_agg(distinct finding order by finding) as findings
        from judging_evidence group by viewer_key, creator_id`);
    await this.run('analyze judging_sets');
    const found = await this.run<{ findings: number[] }>('select distinct findings from judging_sets');
    return found.map(({ findings }) => findings);
  }
}

/** What is to be said of all views with a set of findings. */
export interface SetVerdict {
  findings: number[];
  verdict: 'invalid' | 'held';
  rule: string;
  explanation: object;
}

const verdicts = `
  create temporary table judging_verdicts on commit drop as
  select array(select jsonb_array_elements_text(findings)::int) as findings, verdict, rule, explanation
    from jsonb_to_recordset($1::jsonb) as told (findings jsonb, verdict text, rule text, explanation jsonb)`;

/*
 * Operators have the last word about what is held. Without it, what has been held for long enough is decided by what is
 * more likely.
 */
const judged = `
  create temporary table judging_now on commit drop as
  select events.moment_id, events.id as event_id, rule, explanation,
         case when verdict = 'held' and (decision = 'invalidate' or $2::boolean) then 'invalid' else verdict end
           as verdict
    from judging_verdicts join judging_sets as sets using (findings)
    join view_events as events on events.viewer_key = sets.viewer_key and events.creator_id = sets.creator_id
     and events.day = $1 and not events.promoted and events.creator_id is distinct from events.viewer_id
    left join view_decisions on view_decisions.day = $1 and view_decisions.moment_id = events.moment_id
   where not (verdict = 'held'
              and case when decision is not null then decision = 'release'
                       else $2::boolean and (explanation->>'strength')::float8 < $3::float8 end)`;

/* An explanation stays as it was when the verdict came: its numbers grow with every view of the day. */
const store = `
  with gone as (
    delete from view_judgements as old where day = $1
       and not exists (select from judging_now as now
                        where now.moment_id = old.moment_id and now.event_id = old.event_id)
    returning 1
  ), kept as (
    insert into view_judgements as old (day, moment_id, event_id, verdict, rule, explanation, judged_at)
    select $1, moment_id, event_id, verdict, rule, explanation, $2 from judging_now
     order by moment_id, event_id
    on conflict (day, moment_id, event_id) do update
      set verdict = excluded.verdict, rule = excluded.rule, explanation = excluded.explanation,
          judged_at = excluded.judged_at
      where old.verdict <> excluded.verdict
    returning 1
  )
  select (select count(*) from gone)::int + (select count(*) from kept)::int as changed,
         (select count(*) filter (where verdict = 'invalid') from judging_now)::int as invalid,
         (select count(*) filter (where verdict = 'held') from judging_now)::int as held`;

/** Makes the judgements of a day what they are now, and says how many came, went or changed. */
export async function storeJudgements(
  run: Run,
  told: { day: BusinessDay; now: Date; verdicts: readonly SetVerdict[]; heldLapsed: boolean; lostFrom: number },
): Promise<{ changed: number; invalid: number; held: number }> {
  await run(verdicts, [JSON.stringify(told.verdicts)]);
  await run('analyze judging_verdicts');
  await run(judged, [told.day, told.heldLapsed, told.lostFrom]);
  await run('analyze judging_now');
  const [counts] = await run<{ changed: number; invalid: number; held: number }>(store, [told.day, told.now]);
  await run(
    `insert into view_judged_days (day, judged_at, invalid, held) values ($1, $2, $3, $4)
     on conflict (day) do update
       set judged_at = excluded.judged_at, invalid = excluded.invalid, held = excluded.held`,
    [told.day, told.now, counts?.invalid ?? 0, counts?.held ?? 0],
  );
  return counts ?? { changed: 0, invalid: 0, held: 0 };
}
