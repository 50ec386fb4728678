import { expect } from '@jest/globals';
import { addDays, type BusinessDay, businessDayOf } from '@moments/kernel';
import { openLibWorld } from '@moments/testing/platform';
import { ViewDaysModule, ViewJudge } from '@moments/views';
import { Random } from '../../tools/demo/random.js';
import { honestTraffic } from './honest.js';
import { resultsOf, type Sql, store } from './store.js';
import { SimulatedWorld } from './world.js';

export interface JudgedDay {
  day: BusinessDay;
  sql: Sql;
  /** What part of the views of a source is paid. */
  shareOf(source: string): number;
  close(): Promise<void>;
}

/** A day of two thousand honest viewers and what `more` adds, judged in a database of its own. */
export async function judgeDay(seed: number, more: (world: SimulatedWorld) => void): Promise<JudgedDay> {
  const world = await openLibWorld([ViewDaysModule]);
  const sql: Sql = async <Row extends object>(text: string, parameters: readonly unknown[] = []) => {
    const { rows } = await world.database.pool.query<Row>(text, [...parameters]);
    return rows;
  };
  const day = addDays(businessDayOf(world.clock.now()), -1);
  const simulated = new SimulatedWorld(day, new Random(seed), { viewers: 2_000, creators: 250 });
  honestTraffic(simulated);
  more(simulated);
  await store(sql, simulated);
  await world.app.get(ViewJudge).judge(day);
  const results = new Map((await resultsOf(sql, day)).map((result) => [result.source, result]));
  return {
    day,
    sql,
    shareOf: (source) => {
      const { paid, payable } = results.get(source) ?? { paid: 0, payable: 0 };
      expect(payable).toBeGreaterThan(300);
      return paid / payable;
    },
    close: () => world.close(),
  };
}
