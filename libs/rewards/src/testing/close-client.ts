/**
 * Closes a reward day, to be killed at any point: `node close-client.js <day> <an installation's environment as JSON>`. It
 * says `ready`, begins or goes on at each line, and says `closed` or `failed`.
 */
import 'reflect-metadata';
import { type DynamicModule, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { IdentityModule } from '@moments/identity';
import type { BusinessDay } from '@moments/kernel';
import { commonEnvironment, PlatformModule } from '@moments/platform';
import { createInterface } from 'node:readline';
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

const app = await NestFactory.createApplicationContext(CloseClientModule.make(), { logger: false });
process.stdout.write('ready\n');
for await (const word of createInterface({ input: process.stdin })) {
  if (word !== 'go') continue;
  try {
    await app.get(RewardClosing).close(process.argv[2] as BusinessDay);
    process.stdout.write('closed\n');
  } catch {
    // Its connection was ended: whoever tests that says when to go on.
    process.stdout.write('failed\n');
  }
}
