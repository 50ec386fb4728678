import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays, type BusinessDay, businessDayOf, days, type MomentId } from '@moments/kernel';
import { type LibWorld, openLibWorld } from '@moments/testing/platform';
import { ViewDays, ViewDaysModule, ViewFacts, ViewJudge, ViewRevision, ViewVerdicts } from '@moments/views';
import { accountRing, sabotage, slowDrip, victimOf } from './attacks/crowds.js';
import { deviceEmulator, replay, script, viewFarm } from './attacks/farms.js';
import { honestTraffic } from './honest.js';
import { Random } from '../../tools/demo/random.js';
import { honestOf, resultsOf, type SourceResult, type Sql, store } from './store.js';
import { SimulatedWorld } from './world.js';

/** One simulated day of two thousand people and everything that is done to it; the tests are its story, in order. */
let world: LibWorld;
let simulated: SimulatedWorld;
let day: BusinessDay;
let sql: Sql;

const attacks = {
  'view farm': viewFarm({ phones: 60, networks: 1, clients: 2, camouflaged: 0.3 }),
  'slow drip': slowDrip({ accounts: 200, views: 3, camouflaged: 1, ageDays: 60, natural: false }),
  'account ring': accountRing({ members: 16, share: 0.9, camouflaged: 8 }),
  'device emulator': deviceEmulator({ devices: 120, views: 2, networks: 4, hosted: false }),
  replay: replay({ players: 40, length: 10, repeats: 2 }),
  sabotage: sabotage({ accounts: 150, hosted: false, networks: 60 }),
  script: script({ accounts: 3, views: 200 }),
};

beforeAll(async () => {
  world = await openLibWorld([ViewDaysModule]);
  sql = async <Row extends object>(text: string, parameters: readonly unknown[] = []) => {
    const { rows } = await world.database.pool.query<Row>(text, [...parameters]);
    return rows;
  };
  day = addDays(businessDayOf(world.clock.now()), -1);
  simulated = new SimulatedWorld(day, new Random(11), { viewers: 2_000, creators: 250 });
  honestTraffic(simulated);
  for (const [name, attack] of Object.entries(attacks)) attack(simulated, name);
  await store(sql, simulated);
  await world.app.get(ViewJudge).judge(day);
});

afterAll(() => world.close());

const resultOf = async (source: string): Promise<SourceResult> => {
  const found = (await resultsOf(sql, day)).find((result) => result.source === source);
  if (!found) throw new Error(`there are no views of ${source}`);
  return found;
};
const qualified = async (): Promise<number> => {
  const facts = await world.app.get(ViewFacts).ofDay(day, { limit: 10_000 });
  const corrections = await world.app.get(ViewFacts).corrections({ afterSeq: 0n, limit: 10_000 });
  return [...facts, ...corrections].reduce((sum, row) => sum + row.qualified, 0);
};
const paid = async (): Promise<number> => (await resultsOf(sql, day)).reduce((sum, result) => sum + result.paid, 0);
const aHeldMoment = async (): Promise<MomentId> => {
  const [held] = await sql<{ momentId: MomentId }>(
    `select moment_id as "momentId" from view_judgements join view_events using (day, moment_id)
      where day = $1 and verdict = 'held' and event_id = id and watched_ms >= 5000
      group by moment_id order by count(*) desc, moment_id limit 1`,
    [day],
  );
  if (!held) throw new Error('nothing is held');
  return held.momentId;
};

describe('a judged day', () => {
  it('pays for what people watched', async () => {
    const honest = await resultOf('honest');
    expect(honest.paid / honest.payable).toBeGreaterThanOrEqual(0.99);
  });

  it.each(Object.keys(attacks))('hardly pays for a %s', async (attack) => {
    const { paid: paidFor, payable } = await resultOf(attack);
    expect(payable).toBeGreaterThan(40);
    expect(paidFor / payable).toBeLessThanOrEqual(0.05);
  });

  it('leaves somebody whom views were bought for with what people watched of theirs', async () => {
    const { payable, paid: kept } = await honestOf(sql, day, victimOf(simulated).id);
    expect(payable).toBeGreaterThan(100);
    expect(kept / payable).toBeGreaterThanOrEqual(0.97);
  });

  it('says of each judged view which rules spoke against it, what they saw and how sure that is', async () => {
    const [counts] = await sql<{ all: number; explained: number }>(
      `select count(*)::int as all, count(*) filter (
                where rule = explanation->'findings'->0->>'rule'
                  and (explanation->>'strength')::float8 >= case verdict when 'invalid' then 0.8 else 0.5 end
                  and jsonb_typeof(explanation->'findings'->0->'seen') = 'object')::int as explained
         from view_judgements where day = $1`,
      [day],
    );
    expect(counts?.all).toBeGreaterThan(1_000);
    expect(counts?.explained).toBe(counts?.all);
  });

  it('is judged the same again when nothing is new', async () => {
    const again = await world.app.get(ViewJudge).judge(day);
    expect(again.changed).toBe(0);
    expect(again.invalid).toBeGreaterThan(1_000);
  });

  it('is left to whoever is judging it', async () => {
    const connection = await world.database.pool.connect();
    await connection.query(`select pg_advisory_lock(hashtextextended('views:judge:' || $1, 0))`, [day]);
    expect(await world.app.get(ViewJudge).judgeUnlessBusy(day)).toBeUndefined();
    await connection.query('select pg_advisory_unlock_all()');
    connection.release();
    expect(await world.app.get(ViewJudge).judgeUnlessBusy(day)).toMatchObject({ changed: 0 });
  });

  it('closes with what is believed then', async () => {
    const { qualified: counted } = await world.app.get(ViewDays).close(day);
    expect(counted).toBe(await paid());
    expect(await qualified()).toBe(counted);
  });

  it('that an operator decides about after its close is corrected: held views of a moment are lost', async () => {
    const momentId = await aHeldMoment();
    const before = await qualified();
    await world.app.get(ViewVerdicts).decide({ momentId, day, decision: 'invalidate', note: 'seen by hand', by: null });
    const { changed } = await world.app.get(ViewRevision).revise(day);
    expect(changed).toBeGreaterThan(0);
    const told = await world.app.get(ViewVerdicts).explain(momentId, day);
    expect(told.map(({ verdict }) => verdict)).not.toContain('held');
    // They were not paid for while they were held.
    expect(await qualified()).toBe(before);
  });

  it('that an operator decides about after its close is corrected: held views of a moment count', async () => {
    const momentId = await aHeldMoment();
    const before = await qualified();
    await world.app.get(ViewVerdicts).decide({ momentId, day, decision: 'release', note: 'a school', by: null });
    await world.app.get(ViewRevision).revise(day);
    expect(await qualified()).toBeGreaterThan(before);
    expect(await qualified()).toBe(await paid());
  });

  it('loses after its close what is found invalid later, as a correction', async () => {
    const before = await qualified();
    // A farm's reports came in late: with them there is more to see.
    const late = new SimulatedWorld(day, new Random(12), { viewers: 1, creators: 1 });
    const people = [...new Map(simulated.views.map((view) => [view.viewerId, view])).values()];
    const infected = people.filter(({ viewerId, source }) => viewerId !== null && source === 'honest').slice(0, 120);
    const momentOf = simulated.creators[200]?.moments[0];
    if (!momentOf) throw new Error('a world needs creators');
    const network = late.aNetwork();
    for (const { viewerId, deviceId, servedAt } of infected) {
      const viewer = {
        accountId: viewerId,
        devices: [deviceId ?? late.random.uuid()],
        networks: [network],
        hosted: false,
      };
      const told = { watchedMs: 5_400, occurredAt: servedAt + 130_000, source: 'late', session: late.random.uuid() };
      late.watch({ ...viewer, createdAt: 0 }, momentOf, told);
    }
    late.accounts.length = 0;
    await store(sql, late);
    await world.app.get(ViewRevision).revise(day);
    const { payable, paid: paidFor } = await resultOf('late');
    expect(payable).toBeGreaterThan(30);
    expect(paidFor).toBe(0);
    expect(await qualified()).toBeLessThanOrEqual(before);
    expect(await qualified()).toBe(await paid());
  });

  it('has its held views decided after long enough: those with less against them count', async () => {
    const before = await qualified();
    world.clock.advance(days(16));
    await world.app.get(ViewRevision).reviseClosedDays();
    const [held] = await sql<{ count: number }>(
      `select count(*)::int as count from view_judgements where day = $1 and verdict = 'held'`,
      [day],
    );
    expect(held?.count).toBe(0);
    expect(await qualified()).toBeGreaterThan(before);
    expect(await qualified()).toBe(await paid());
  });
});
