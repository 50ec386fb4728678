import 'reflect-metadata';
import { type DynamicModule, type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { LedgerModule } from '@moments/ledger';
import { commonEnvironment, PlatformModule } from '@moments/platform';
import { z } from 'zod';

@Module({})
class LedgerBenchModule {
  static of(connections: number): DynamicModule {
    const environment = z.object(commonEnvironment).parse(process.env);
    const platform = { ...environment, LOG_LEVEL: 'error' as const, DATABASE_POOL_SIZE: connections };
    return { module: LedgerBenchModule, imports: [PlatformModule.forRoot('bench', platform), LedgerModule] };
  }
}

/** Runs `work` over the ledger's services as a process of the product has them, with so many connections. */
export async function withLedger<Result>(
  connections: number,
  work: (app: INestApplicationContext) => Promise<Result>,
): Promise<Result> {
  const app = await NestFactory.createApplicationContext(LedgerBenchModule.of(connections), { logger: ['error'] });
  try {
    return await work(app);
  } finally {
    await app.close();
  }
}
