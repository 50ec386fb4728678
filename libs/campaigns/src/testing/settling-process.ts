/**
 * A worker that settles engagements, to be killed at any point: its environment on stdin as JSON. Tells each that it is done
 * with by a line, and ends when nothing is due any more.
 */
import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { type EngagementId, SystemClock } from '@moments/kernel';
import { commonEnvironment, Database, PlatformModule } from '@moments/platform';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { dueEngagements } from '../work/due.store.js';
import { WorkClock } from '../work/work-clock.service.js';
import { campaignModules } from './campaign-modules.js';

const connections = 8;

const environment = z.object(commonEnvironment).parse(JSON.parse(await text(process.stdin)));

class SettlingModule {}
Module({ imports: [PlatformModule.forRoot('test', environment), ...campaignModules()] })(SettlingModule);

const app = await NestFactory.createApplicationContext(SettlingModule, { logger: false, abortOnError: false });
const work = app.get(WorkClock);
const ids: EngagementId[] = [];
for await (const page of dueEngagements(app.get(Database), new SystemClock().now(), 1_000)) ids.push(...page);
await Promise.all(Array.from({ length: connections }, settle));
await app.close();

async function settle(): Promise<void> {
  for (let id = ids.shift(); id !== undefined; id = ids.shift()) {
    await work.advance(id);
    process.stdout.write(`${id}\n`);
  }
}
