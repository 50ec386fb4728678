import 'reflect-metadata';
import { type DynamicModule, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { BusinessDay } from '@moments/kernel';
import { commonEnvironment, Database, PlatformModule } from '@moments/platform';
import { freezeAsItStands } from '@moments/testing/views';
import type pg from 'pg';
import { z } from 'zod';
import { figure, type Figure } from '../figure.js';
import { median, seconds } from '../measure.js';
import { rollUpByHand } from './rollup-by-hand.sql.js';
import { scaled } from '../scale.js';

const views = Number(process.env.ROLLUP_VIEWS ?? scaled(10_000_000));
const rounds = Number(process.env.ROLLUP_ROUNDS ?? scaled(2));
const day = '2026-01-15' as BusinessDay;
const [before, today] = ['view_events_20260114', 'view_events_20260115'];
const rules = { minWatchMs: 5_000, minStillMs: 5_000, seenAfterMs: 1_000 };

@Module({})
class RollUpBenchModule {
  static make(): DynamicModule {
    const environment = z.object(commonEnvironment).parse(process.env);
    const platform = { ...environment, LOG_LEVEL: 'error' as const, DATABASE_POOL_SIZE: 4 };
    return { module: RollUpBenchModule, imports: [PlatformModule.forRoot('bench', platform)] };
  }
}

type Sql = (text: string) => Promise<pg.QueryResult<Record<string, string>>>;

/**
 * A day's views counted and frozen by the product, beside the same by one hand-written GROUP BY, by turns; both must say
 * the same of every moment.
 */
export async function rollUps(): Promise<Figure[]> {
  const app = await NestFactory.createApplicationContext(RollUpBenchModule.make(), { logger: ['error'] });
  try {
    return await measure(app.get(Database));
  } finally {
    await app.close();
  }
}

async function measure(database: Database): Promise<Figure[]> {
  const connection = await database.pool.connect();
  const sql: Sql = (text) => {
    const unlimited: pg.QueryConfig & { query_timeout: number } = { text, query_timeout: 3_600_000 };
    return connection.query(unlimited);
  };
  try {
    await sql(`set statement_timeout = 0`);
    // What ours may use.
    await sql(`set work_mem = '256MB'`);
    await load(sql);
    const [ours, byHand]: [number[], number[]] = [[], []];
    for (let round = 1; round <= rounds; round += 1) {
      ours.push(await seconds(() => freezeAsItStands(database, day, { rules, undo: round < rounds })));
      await sql('drop table if exists views_by_hand');
      byHand.push(await seconds(() => sql(rollUpByHand(day))));
    }
    await requireTheSame(sql);
    return [
      figure({
        name: `roll-up of ${views.toLocaleString('en')} views of a day`,
        ours: median(ours),
        reference: median(byHand),
        target: 1.5,
        better: 'lower',
        unit: 's',
      }),
    ];
  } finally {
    await sql(`drop table if exists views_by_hand, ${before}, ${today}`);
    connection.release(true);
  }
}

const columns = `moment_id, id, day, feed_session_id, viewer_id, viewer_key, surface, promoted, watched_ms, loops,
  occurred_at, served_at, recorded_at, creator_id, duration_ms, network_key, feed_position`;

// A few moments have most of the views; one in fifty is promoted; one moment in ten is of photos.
const fill = `
  insert into ${today} (${columns})
  select md5('m' || moment)::uuid, gen_random_uuid(), '${day}', md5('s' || n)::uuid,
         md5('v' || viewer)::uuid, md5('v' || viewer)::uuid, 'FOR_YOU', random() < 0.02, (random() ^ 2 * 20000)::int, 0,
         at, at, at, md5('c' || moment / 10)::uuid,
         case when moment % 10 > 0 then 3000 + moment * 7919 % 57000 end, '\\x0102030405060708', n % 50
    from (select n, (200000 * random() ^ 3)::int as moment, (random() * 1500000)::int as viewer,
                 timestamptz '2026-01-14 21:00Z' + random() * interval '23:59:59' as at
            from generate_series(1, ${views}) as n) as drawn`;

// One view in twenty had been watched the day before, too, some of them less than 24 hours earlier.
const watchedBefore = `
  insert into ${before} (${columns})
  select moment_id, gen_random_uuid(), day - 1, feed_session_id, viewer_id, viewer_key, surface, promoted, watched_ms, loops,
         at, at, at, creator_id, duration_ms, network_key, feed_position
    from (select *, greatest(served_at - interval '1 day' - interval '30 minutes' + random() * interval '1 hour',
                             timestamptz '2026-01-13 21:00Z') as at
            from ${today} where random() < 0.05) as drawn
   where at < timestamptz '2026-01-14 21:00Z'`;

/** Fills two days before their keys are made and they are attached: it takes half as long. */
async function load(sql: Sql): Promise<void> {
  for (const table of [before, today]) {
    await sql(`drop table if exists ${table}`);
    await sql(`create table ${table} (like view_events including defaults including constraints)`);
  }
  await sql(fill);
  await sql(watchedBefore);
  await sql(`alter table view_events attach partition ${before} for values from ('2026-01-14') to ('2026-01-15')`);
  await sql(`alter table view_events attach partition ${today} for values from ('2026-01-15') to ('2026-01-16')`);
  for (const table of [before, today]) await sql(`vacuum (analyze) ${table}`);
}

async function requireTheSame(sql: Sql): Promise<void> {
  const { rows: names } = await sql(
    `select string_agg(quote_ident(attname), ', ') as names from pg_attribute
      where attrelid = 'views_by_hand'::regclass and attnum > 0`,
  );
  const compared = names[0]?.names ?? '';
  const { rows } = await sql(
    `select (select count(*) from views_by_hand) as moments,
            (select count(*) from (select ${compared} from views_by_hand except all
                                   select ${compared} from moment_view_days where day = '${day}') as other) as others`,
  );
  const [{ moments = '0', others = '0' } = {}] = rows;
  if (moments === '0' || others !== '0')
    throw new Error(`${others} of ${moments} moments were counted otherwise by hand`);
}
