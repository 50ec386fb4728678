import { type INestApplicationContext, Module, type Provider } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Clock, SystemClock } from '@moments/kernel';
import { DatabaseModule } from '../database/database.module.js';
import type { JobRunnerOptions } from '../jobs/job-runner-options.js';
import { JobRunnerModule, JobsModule } from '../jobs/jobs.module.js';
import { Log } from '../telemetry/log.js';

export interface TestWorkerOptions extends Partial<JobRunnerOptions> {
  databaseUrl: string;
  /** Classes marked with `@HandlesJob`, and what they need. */
  handlers: Provider[];
  logLevel?: string;
}

/** A worker process' modules without Redis and store, for tests of jobs; ends with `close()`. Dead ones are soon noticed. */
export async function startTestWorker(options: TestWorkerOptions): Promise<INestApplicationContext> {
  const { databaseUrl, handlers, logLevel = 'silent', ...runner } = options;
  const log = new Log({ service: 'test-worker', level: logLevel });
  class TestPlatformModule {}
  Module({})(TestPlatformModule);
  const platform = {
    module: TestPlatformModule,
    global: true,
    providers: [
      { provide: Clock, useClass: SystemClock },
      { provide: Log, useValue: log },
    ],
    exports: [Clock, Log],
  };
  class TestWorkerModule {}
  Module({
    imports: [
      platform,
      DatabaseModule.forRoot({ url: databaseUrl, poolSize: 5, applicationName: 'test-worker' }),
      JobsModule,
      JobRunnerModule.forRoot({ lane: 'worker', concurrency: 4, rescueEveryMs: 100, rescueGraceMs: 400, ...runner }),
    ],
    providers: handlers,
  })(TestWorkerModule);
  return NestFactory.createApplicationContext(TestWorkerModule, { logger: false, abortOnError: false });
}
