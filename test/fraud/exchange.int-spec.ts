import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays, type BusinessDay, businessDayOf } from '@moments/kernel';
import { type LibWorld, openLibWorld } from '@moments/testing/platform';
import { ViewDaysModule, ViewJudge } from '@moments/views';
import { Random } from '../../tools/demo/random.js';
import { exchange } from './attacks/crowds.js';
import { circlesSource, honestCircles } from './circles.js';
import { honestTraffic } from './honest.js';
import { resultsOf, type SourceResult, type Sql, store } from './store.js';
import { SimulatedWorld } from './world.js';

/** A day on which some trade views and some are fond of a few: from afar both are many viewers of the same little moments. */
let world: LibWorld;
let day: BusinessDay;
let results: Map<string, SourceResult>;
let sql: Sql;

beforeAll(async () => {
  world = await openLibWorld([ViewDaysModule]);
  sql = async <Row extends object>(text: string, parameters: readonly unknown[] = []) => {
    const { rows } = await world.database.pool.query<Row>(text, [...parameters]);
    return rows;
  };
  day = addDays(businessDayOf(world.clock.now()), -1);
  const simulated = new SimulatedWorld(day, new Random(5), { viewers: 2_000, creators: 250 });
  honestTraffic(simulated);
  exchange({ accounts: 160, clients: 12, views: 6 })(simulated, 'exchange');
  honestCircles(simulated);
  await store(sql, simulated);
  await world.app.get(ViewJudge).judge(day);
  results = new Map((await resultsOf(sql, day)).map((result) => [result.source, result]));
});

afterAll(() => world.close());

const shareOf = (source: string): number => {
  const { paid, payable } = results.get(source) ?? { paid: 0, payable: 0 };
  expect(payable).toBeGreaterThan(300);
  return paid / payable;
};

describe('an exchange of views', () => {
  it('is hardly paid, though no two of its accounts watch the same', () => {
    expect(shareOf('exchange')).toBeLessThanOrEqual(0.05);
  });

  it('is held, not lost, by its company alone', async () => {
    const [counts] = await sql<{ held: number; lost: number }>(
      `select count(*) filter (where verdict = 'held')::int as held,
              count(*) filter (where verdict = 'invalid')::int as lost
         from view_judgements
        where day = $1 and not jsonb_path_exists(explanation, '$.findings[*] ? (@.rule != "exchange")')`,
      [day],
    );
    expect(counts?.held).toBeGreaterThan(20);
    expect(counts?.lost).toBe(0);
  });

  it('hardly takes anything from circles in which all follow all, or from everybody else', () => {
    expect(shareOf(circlesSource)).toBeGreaterThanOrEqual(0.97);
    expect(shareOf('honest')).toBeGreaterThanOrEqual(0.99);
  });
});
