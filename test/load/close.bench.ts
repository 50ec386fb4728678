import 'reflect-metadata';
import { type DynamicModule, type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { IdentityModule } from '@moments/identity';
import { addDays, type BusinessDay } from '@moments/kernel';
import { ReconciliationService } from '@moments/ledger';
import { commonEnvironment, Database, PlatformModule } from '@moments/platform';
import { RewardClosing, RewardsModule } from '@moments/rewards';
import { StrikesForTests } from '@moments/testing/rewards';
import { ViewDays, ViewJudge } from '@moments/views';
import type pg from 'pg';
import { z } from 'zod';
import { seedDay, type Sql } from './close/seed.js';
import { bounded, figure, type Figure } from './figure.js';
import { seconds } from './measure.js';
import { rollUpByHand } from './views/rollup-by-hand.sql.js';
import { scaled } from './scale.js';

const views = Number(process.env.CLOSE_VIEWS ?? scaled(10_000_000));
const moments = Number(process.env.CLOSE_MOMENTS ?? scaled(100_000));
const day = '2026-01-15' as BusinessDay;
const mostMemoryMb = 256;

@Module({})
class CloseBenchModule {
  static make(): DynamicModule {
    const environment = z.object(commonEnvironment).parse(process.env);
    const platform = { ...environment, LOG_LEVEL: 'error' as const, DATABASE_POOL_SIZE: 4 };
    const imports = [PlatformModule.forRoot('bench', platform), IdentityModule, StrikesForTests, RewardsModule];
    return { module: CloseBenchModule, imports };
  }
}

/** The close of a reward day, from raw views to statements and journal, beside the bare aggregation of the same views. */
export async function close(): Promise<Figure[]> {
  const app = await NestFactory.createApplicationContext(CloseBenchModule.make(), { logger: ['error'] });
  const connection = await app.get(Database).pool.connect();
  const sql: Sql = (text) => {
    const unlimited: pg.QueryConfig & { query_timeout: number } = { text, query_timeout: 3_600_000 };
    return connection.query(unlimited);
  };
  try {
    await sql('set statement_timeout = 0');
    await sql(`set work_mem = '256MB'`);
    await seedDay(sql, { day, next: addDays(day, 1), views, moments });
    return await measure(app, sql);
  } finally {
    connection.release(true);
    await app.close();
  }
}

async function measure(app: INestApplicationContext, sql: Sql): Promise<Figure[]> {
  const viewDays = app.get(ViewDays);
  // The days before are empty: what they cost is not of this day.
  await viewDays.close(addDays(day, -1));
  // As every few minutes while it is open, and once more after its end: the close finds it judged.
  const judged = await seconds(() => app.get(ViewJudge).judge(day));
  const memory = watchMemory();
  const frozen = await seconds(() => viewDays.close(day));
  const accrued = await seconds(() => app.get(RewardClosing).close(day));
  const addedMb = memory.stop();
  // Afterwards: it takes what was judged by the close.
  const byHand = await seconds(() => sql(rollUpByHand(day)));
  const again = await seconds(() => app.get(RewardClosing).close(day));
  await requireRight(app, sql);
  console.error(
    `views judged in ${judged.toFixed(1)} s, counted and frozen in ${frozen.toFixed(1)} s, rewards accrued in ${accrued.toFixed(1)} s`,
  );
  const size = `${moments.toLocaleString('en')} moments and ${views.toLocaleString('en')} views`;
  return [
    figure({
      name: `close of a day of ${size}, beside the bare aggregation of its views`,
      ours: frozen + accrued,
      reference: byHand,
      target: 3,
      better: 'lower',
      unit: 's',
    }),
    figure({
      name: 'of that: facts, lines, statements and journal',
      ours: accrued,
      reference: byHand,
      better: 'lower',
      unit: 's',
    }),
    figure({
      name: 'judging the same day once, as it is open',
      ours: judged,
      reference: byHand,
      better: 'lower',
      unit: 's',
    }),
    bounded({ name: 'a close that is asked for again', ours: again, bound: 1, unit: 's' }),
    bounded({ name: 'resident memory that a close adds', ours: addedMb, bound: mostMemoryMb, unit: 'MB' }),
  ];
}

/** How much more memory the process has than now, at the most. */
function watchMemory() {
  globalThis.gc?.();
  const before = process.memoryUsage.rss();
  let most = before;
  const timer = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 20);
  return {
    stop: (): number => {
      clearInterval(timer);
      return Math.round((most - before) / 1_048_576);
    },
  };
}

async function requireRight(app: INestApplicationContext, sql: Sql): Promise<void> {
  const { rows } = await sql(
    `select (select total from reward_days where day = '${day}') as told,
            (select sum(amount) from statement_lines where key like 'reward:%') as lines,
            (select count(*) from views_by_hand as hand left join reward_facts as facts using (moment_id)
              where hand.qualified is distinct from facts.qualified) as others`,
  );
  const [{ told = '', lines = '', others = '' } = {}] = rows;
  if (told !== lines || others !== '0')
    throw new Error(`told ${told}, lines ${lines}, ${others} moments counted otherwise`);
  const { drift } = await app.get(ReconciliationService).run();
  if (drift.length > 0) throw new Error(`not clean: ${JSON.stringify(drift.slice(0, 3))}`);
}
