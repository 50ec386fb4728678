import 'reflect-metadata';
import { type DynamicModule, Global, type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CampaignsModule, OpenStrikes, PlacesService } from '@moments/campaigns';
import { type AccountId, DomainError } from '@moments/kernel';
import { commonEnvironment, PlatformModule } from '@moments/platform';
import { z } from 'zod';
import { seededId } from './feed/seed.js';
import { figure, type Figure } from './figure.js';
import { interleaved, median } from './measure.js';
import { takeByHand } from './orders/places-by-hand.js';
import { orderId, requireNoOversell, seedOrders, seedRound, sizes } from './orders/seed.js';
import { findPgbench } from './social/pgbench.js';
import { scaled } from './scale.js';

const connections = 64;
const rounds = scaled(3);

class NoStrikes extends OpenStrikes {
  of(): Promise<ReadonlyMap<AccountId, number>> {
    return Promise.resolve(new Map());
  }
}

@Global()
@Module({ providers: [{ provide: OpenStrikes, useClass: NoStrikes }], exports: [OpenStrikes] })
class NoStrikesModule {}

@Module({})
class OrdersBenchModule {
  static of(): DynamicModule {
    const environment = z.object(commonEnvironment).parse(process.env);
    const platform = { ...environment, LOG_LEVEL: 'error' as const, DATABASE_POOL_SIZE: connections };
    return {
      module: OrdersBenchModule,
      imports: [PlatformModule.forRoot('bench', platform), NoStrikesModule, CampaignsModule],
    };
  }
}

/**
 * 2,000 creators want the last places of 100 orders, 20 of them each order with its 10 places: through the service, with
 * everything that it looks at, beside the bare statements under pgbench. Nobody gets a place that is not there.
 */
export const orders = async (): Promise<Figure[]> => {
  findPgbench();
  const app = await NestFactory.createApplicationContext(OrdersBenchModule.of(), { logger: ['error'] });
  try {
    const pattern = await seedOrders(app);
    let round = 0;
    const measured = await interleaved(rounds, {
      ours: async () => {
        round += 1;
        await seedRound(app, pattern, round);
        const waited = await takeAll(app, round);
        await requireNoOversell(app, round);
        return waited;
      },
      byHand: async () => {
        round += 1;
        await seedRound(app, pattern, round);
        return takeByHand(round, connections);
      },
    });
    const at = (share: number, of: readonly (readonly number[])[]) =>
      median(of.map((waited) => percentile(waited, share)));
    const entry = figure({
      name: `p99 of taking the last places of ${sizes.orders} orders, ${sizes.creators} creators, ${connections} connections / the same locking statements in pgbench`,
      ours: at(0.99, measured.ours),
      reference: at(0.99, measured.byHand),
      target: 3,
      better: 'lower',
      unit: 'ms',
    });
    return [{ ...entry, p50: at(0.5, measured.ours), p99: entry.ours }];
  } finally {
    await app.close();
  }
};

/** Every creator wants a place once, 64 at a time; gives how long each of them waited for a yes or no, in ms. */
async function takeAll(app: INestApplicationContext, round: number): Promise<number[]> {
  const places = app.get(PlacesService);
  const waited: number[] = [];
  let next = 0;
  const creators = async (): Promise<void> => {
    while (next < sizes.creators) {
      next += 1;
      const by = { accountId: seededId('account', next), region: 'RU' };
      const order = orderId(round, (next * 7_919) % sizes.orders);
      const startedMs = performance.now();
      await places.take({ by, orderId: order, idempotencyKey: `round-${round}` }).catch(requirePlacesTaken);
      waited.push(performance.now() - startedMs);
    }
  };
  await Promise.all(Array.from({ length: connections }, creators));
  return waited;
}

function requirePlacesTaken(error: unknown): void {
  if (!(error instanceof DomainError) || error.reason !== 'places_taken') throw error;
}

const percentile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN;
