/**
 * Closes a reward day, to be killed at any point: `node close-client.js <day> <an installation's environment as JSON>`. It
 * says `ready`, waits for a line, and says `closed` at the end.
 */
import 'reflect-metadata';
import { type DynamicModule, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { IdentityModule } from '@moments/identity';
import type { BusinessDay } from '@moments/kernel';
import { commonEnvironment, PlatformModule } from '@moments/platform';
import { once } from 'node:events';
import { z } from 'zod';
import { RewardClosing } from '../closing/reward-closing.service.js';
import { RewardsModule } from '../rewards.module.js';
import { StrikesForTests } from './strikes-for-tests.js';

@Module({})
class CloseClientModule {
  static make(): DynamicModule {
    const platform = PlatformModule.forRoot(
      'test',
      z.object(commonEnvironment).parse(JSON.parse(process.argv[3] ?? '{}')),
    );
    return { module: CloseClientModule, imports: [platform, IdentityModule, StrikesForTests, RewardsModule] };
  }
}

const app = await NestFactory.createApplicationContext(CloseClientModule.make(), { logger: ['error'] });
process.stdout.write('ready\n');
await once(process.stdin, 'data');
await app.get(RewardClosing).close(process.argv[2] as BusinessDay);
process.stdout.write('closed\n');
process.stdin.destroy();
await app.close();
