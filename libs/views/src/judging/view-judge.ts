import { Injectable } from '@nestjs/common';
import { addDays, businessDayOf, type BusinessDay, Clock } from '@moments/kernel';
import { Database, Settings } from '@moments/platform';
import { atLength, type Run } from './at-length.js';
import { clustersOf } from './clusters.store.js';
import { clusterFinding } from './domain/cluster-finding.js';
import { personFindings } from './domain/person.js';
import { belongs, circlesOf, mutualFinding, ringFinding, tradeFinding, tradersOf } from './domain/ring.js';
import { type Evidence, verdictOf } from './domain/verdict.js';
import { addExchanges } from './exchanges.js';
import { Findings, type SetVerdict, storeJudgements } from './findings.store.js';
import { type JudgingRules, judgingSettings } from './judging.settings.js';
import { findSeeds, mutualWatchers, ringsOf, tradedTies } from './rings.store.js';
import { conspicuousViewers, gatherViewers } from './viewers.store.js';

/** How many views of a day are judged, and how many of these judgements are other than before. */
export interface JudgedDay {
  day: BusinessDay;
  invalid: number;
  held: number;
  /** Views whose judgement came, went or changed its verdict. */
  changed: number;
}

/** Looks for views that nobody meant (docs/fraud.md). */
@Injectable()
export class ViewJudge {
  constructor(
    private readonly database: Database,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /**
   * Judges all views of a day as they stand now; again without anything new changes nothing. A day whose events are no
   * longer kept stays as it was judged.
   */
  async judge(day: BusinessDay): Promise<JudgedDay> {
    const judged = await this.judgeLocked(day, `select pg_advisory_xact_lock(${lockOf}) is not null as mine`);
    if (!judged) throw new Error(`the lock of ${day} was not waited for`);
    return judged;
  }

  /** The same, unless somebody is judging the day now: then `undefined`. */
  judgeUnlessBusy(day: BusinessDay): Promise<JudgedDay | undefined> {
    return this.judgeLocked(day, `select pg_try_advisory_xact_lock(${lockOf}) as mine`);
  }

  // Two that judge one day at once would each take the other's judgements for gone.
  private async judgeLocked(day: BusinessDay, lock: string): Promise<JudgedDay | undefined> {
    const rules = await this.settings.get(judgingSettings);
    const now = this.clock.now();
    const heldLapsed = businessDayOf(now) > addDays(day, rules.heldDays);
    return atLength(this.database, async (run) => {
      const [locked] = await run<{ mine: boolean }>(lock, [day]);
      if (!locked?.mine) return undefined;
      if (!(await hasViews(run, day))) return { day, changed: 0, ...(await judgedSoFar(run, day)) };
      await meet(run, day);
      // What other days say is asked once the day is over: until then it is judged every few minutes.
      const verdicts = await verdictsOf(run, { day, isOver: businessDayOf(now) > day }, rules);
      return { day, ...(await storeJudgements(run, { day, now, verdicts, heldLapsed, lostFrom: rules.lostFrom })) };
    });
  }
}

const lockOf = `hashtextextended('views:judge:' || $1, 0)`;

async function hasViews(run: Run, day: BusinessDay): Promise<boolean> {
  const found = await run('select 1 as found from view_events where day = $1 limit 1', [day]);
  return found.length > 0;
}

async function judgedSoFar(run: Run, day: BusinessDay): Promise<{ invalid: number; held: number }> {
  const [counts] = await run<{ invalid: number; held: number }>(
    `select count(*) filter (where verdict = 'invalid')::int as invalid,
            count(*) filter (where verdict = 'held')::int as held from view_judgements where day = $1`,
    [day],
  );
  return counts ?? { invalid: 0, held: 0 };
}

/** Notes since when viewers are known. In order of their key, so that two days judged at once do not deadlock. */
const meet = (run: Run, day: BusinessDay): Promise<object[]> =>
  run(
    `insert into view_viewers as known (viewer_key, first_day, last_day)
     select distinct viewer_key, $1::date, $1::date from view_events where day = $1 order by viewer_key
     on conflict (viewer_key) do update
       set first_day = least(known.first_day, excluded.first_day), last_day = greatest(known.last_day, excluded.last_day)
       where known.first_day > excluded.first_day or known.last_day < excluded.last_day`,
    [day],
  );

/** Collects what speaks against views, and decides once for each set of reasons that occurs. */
async function verdictsOf(
  run: Run,
  { day, isOver }: { day: BusinessDay; isOver: boolean },
  rules: JudgingRules,
): Promise<SetVerdict[]> {
  const known: Evidence[] = [];
  const number = (evidence: Evidence): number => known.push(evidence) - 1;
  const population = await gatherViewers(run, day, rules);
  const findings = new Findings(run);
  await findings.open();

  const clusters = await clustersOf(run, rules.cluster);
  await findings.addClusters(
    clusters.flatMap((cluster) => {
      const evidence = clusterFinding(cluster, rules.cluster);
      return evidence ? [{ finding: number(evidence), cluster }] : [];
    }),
  );
  const persons = await conspicuousViewers(run, rules);
  await findings.addPersons(
    persons.flatMap(({ viewerKey, ...viewer }) =>
      personFindings(viewer, population, rules.person).map((finding) => ({
        viewerKey,
        finding: number({ ...finding, family: 'person' }),
      })),
    ),
  );
  await addRings(run, findings, { rules, population: population.viewers, number });
  await addExchanges(run, { day, rules, number });
  if (isOver) {
    const { once, again } = rules.history;
    const evidence = (strength: number, days: string): number =>
      number({ family: 'history', rule: 'known_from_other_days', strength, seen: { days } });
    const told = { once: evidence(once, '1'), again: evidence(again, '2 or more') };
    await findings.addHistory({ day, days: rules.revisedDays, ...told });
  }
  return (await findings.sets()).flatMap((set) => setVerdict(set, known, rules));
}

async function addRings(
  run: Run,
  findings: Findings,
  { rules, population, number }: { rules: JudgingRules; population: number; number: (evidence: Evidence) => number },
): Promise<void> {
  for (const { finding, ring } of await surprisingRings(run, population, rules)) {
    await findings.addRing({ finding: number({ ...finding, family: 'ring' }), ...ring });
  }
  const watchers = await mutualWatchers(run, rules.ring);
  const core = tradersOf(
    watchers.flatMap(({ viewer, others }) => others.map((creator) => ({ viewer, creator }))),
    rules.ring.mutual,
  );
  const mutual = watchers.flatMap(({ viewer, others, ...shape }) => {
    const inCore = core.has(viewer) && core.size >= 2 * rules.ring.mutual;
    const finding = mutualFinding({ ...shape, inCore }, rules.ring);
    return finding ? [{ viewer, others, finding }] : [];
  });
  const circles = circlesOf(mutual, 3);
  for (const { viewer, others, finding: found } of mutual) {
    const finding = number({ ...found, family: 'ring' });
    // Both ways: what they watch, and who watches them for it.
    await findings.addRing({ finding, viewers: [viewer], creators: circles.get(viewer) ?? [] });
    await findings.addRing({ finding, viewers: others, creators: [viewer] });
  }
  const traders = [...tradersOf(await tradedTies(run, rules.ring), rules.ring.mutual)];
  const trade = tradeFinding(traders.length, rules.ring);
  if (trade) {
    await findings.addRing({ finding: number({ ...trade, family: 'ring' }), viewers: traders, creators: traders });
  }
}

/**
 * Rings among so many viewers. Where many seem to be in one, tastes are tighter than was believed (everybody keeps to one
 * kind of thing) and nobody has agreed on anything: more is believed until only a few are left.
 */
async function surprisingRings(run: Run, population: number, { ring: rules }: JudgingRules) {
  await findSeeds(run, rules);
  for (let affinity = rules.affinity; ; affinity *= 2) {
    const found = (await ringsOf(run, { ...rules, affinity })).flatMap(({ creators, ...ring }) => {
      const members = ring.members.filter((member) => belongs(member, creators.length, population));
      const finding = ringFinding({ creators: creators.length, members }, population, rules);
      return finding ? [{ finding, ring: { creators, viewers: members.map(({ viewer }) => viewer) } }] : [];
    });
    const involved = new Set(found.flatMap(({ ring }) => ring.viewers)).size;
    if (involved <= population * rules.most || found.length === 0) return found;
  }
}

function setVerdict(set: readonly number[], known: readonly Evidence[], rules: JudgingRules): SetVerdict[] {
  const evidence = set.map((finding) => known[finding]).filter((found) => found !== undefined);
  const verdict = verdictOf(evidence, rules);
  if (!verdict) return [];
  const { strength, findings } = verdict;
  const { invalidFrom, heldFrom } = rules;
  return [{ ...verdict, findings: [...set], explanation: { strength, invalidFrom, heldFrom, findings } }];
}
