import 'reflect-metadata';
import { Module, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { addDays, type BusinessDay, businessDayOf } from '@moments/kernel';
import { commonEnvironment, Database, PlatformModule } from '@moments/platform';
import { ViewDaysModule, ViewJudge } from '@moments/views';
import { z } from 'zod';
import { circlesSource, honestCircles } from '../fraud/circles.js';
import { honestTraffic } from '../fraud/honest.js';
import { knownAttacks, otherAttacks, type Plan } from '../fraud/plans.js';
import { Random } from '../../tools/demo/random.js';
import { resultsOf, type SourceResult, type Sql, store } from '../fraud/store.js';
import { SimulatedWorld } from '../fraud/world.js';
import { bounded, figure, type Figure } from './figure.js';
import { seconds } from './measure.js';
import { scaled } from './scale.js';

const viewers = Number(process.env.FRAUD_VIEWERS ?? scaled(20_000));
const seeds = (process.env.FRAUD_SEEDS ?? '1,2,3,101,102').split(',').map(Number);

@Module({})
class FraudBenchModule {
  static make(): DynamicModule {
    const environment = z.object(commonEnvironment).parse(process.env);
    const platform = { ...environment, LOG_LEVEL: 'error' as const, DATABASE_POOL_SIZE: 4 };
    return { module: FraudBenchModule, imports: [PlatformModule.forRoot('bench', platform), ViewDaysModule] };
  }
}

export async function fraud(): Promise<Figure[]> {
  const app = await NestFactory.createApplicationContext(FraudBenchModule.make(), { logger: ['error'] });
  const connection = await app.get(Database).pool.connect();
  try {
    const sql: Sql = async <Row extends object>(text: string, parameters: readonly unknown[] = []) => {
      const { rows } = await connection.query<Row>(text, [...parameters]);
      return rows;
    };
    await sql('set statement_timeout = 0');
    const all: SourceResult[] = [];
    let views = 0;
    let judgedSeconds = 0;
    const today = businessDayOf(new Date());
    for (const [index, seed] of seeds.entries()) {
      const day = addDays(today, -2 - 2 * index);
      const world = simulate(day, seed);
      await store(sql, world);
      views += world.views.length;
      judgedSeconds += await seconds(() => app.get(ViewJudge).judge(day));
      const results = await resultsOf(sql, day);
      console.error(`seed ${seed}: ${world.views.length} views`);
      console.error(resultTable(results));
      all.push(...results);
    }
    console.error(resultTable(summed(all)));
    return figures(summed(all), views / judgedSeconds);
  } finally {
    connection.release();
    await app.close();
  }
}

function simulate(day: BusinessDay, seed: number): SimulatedWorld {
  const random = new Random(seed);
  const world = new SimulatedWorld(day, random, { viewers, creators: Math.round(viewers / 12) });
  honestTraffic(world);
  const scale = viewers / 20_000;
  const plan: Plan = { ...knownAttacks(random, scale), ...otherAttacks(random, scale) };
  for (const [name, attack] of Object.entries(plan)) attack(world, name);
  // Last, so that a seed's other traffic is what it was before there were any.
  honestCircles(world);
  return world;
}

function summed(results: readonly SourceResult[]): SourceResult[] {
  const sums = new Map<string, SourceResult>();
  for (const { source, payable, paid, invalid, held } of results) {
    const sum = sums.get(source) ?? { source, payable: 0, paid: 0, invalid: 0, held: 0 };
    sum.payable += payable;
    sum.paid += paid;
    sum.invalid += invalid;
    sum.held += held;
    sums.set(source, sum);
  }
  return [...sums.values()];
}

const percent = (part: number, whole: number): string => `${((100 * part) / Math.max(1, whole)).toFixed(2)} %`;

function resultTable(results: readonly SourceResult[]): string {
  const lines = results.map(({ source, payable, paid, invalid, held }) =>
    [
      source.padEnd(24),
      ...[payable, paid, invalid, held].map((count) => String(count).padStart(8)),
      percent(paid, payable).padStart(9),
    ].join(''),
  );
  return ['source                   payable    paid invalid    held     paid', ...lines].join('\n');
}

const isHonest = ({ source }: SourceResult): boolean => source === 'honest' || source === circlesSource;

function figures(results: readonly SourceResult[], viewsPerSecond: number): Figure[] {
  const share = (of: readonly SourceResult[]): number => {
    const payable = of.reduce((sum, source) => sum + source.payable, 0);
    return (100 * of.reduce((sum, source) => sum + source.paid, 0)) / Math.max(1, payable);
  };
  const honest = { reference: 99, better: 'higher', unit: '%' } as const;
  const circles = results.filter(({ source }) => source === circlesSource);
  return [
    figure({ ...honest, name: 'honest views that are paid', ours: share(results.filter(isHonest)), target: 1 }),
    // What they have agreed on and what they like cannot be told in the smallest: this says what that costs them.
    figure({ ...honest, name: 'of these, views of circles', ours: share(circles) }),
    // What attackers watch besides to look like people is paid, as nobody can tell it, and nobody gains by it.
    ...results
      .filter((result) => result.source !== 'camouflage' && !isHonest(result))
      .map((result) =>
        bounded({ name: `${result.source}: views that are paid`, ours: share([result]), bound: 5, unit: '%' }),
      ),
    figure({
      name: 'views judged',
      ours: viewsPerSecond,
      reference: 10_000_000 / 1_200,
      target: 1,
      better: 'higher',
      unit: 'views/s',
    }),
  ];
}
