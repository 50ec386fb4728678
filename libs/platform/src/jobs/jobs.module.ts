import { type DynamicModule, Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { DeliverEventHandler, Events } from '../events/events.js';
import { Calendar } from './calendar.js';
import { JobHandlers } from './handlers.js';
import { JobRunner } from './job-runner.js';
import { JOB_RUNNER_OPTIONS, type JobRunnerOptions } from './job-runner-options.js';
import { Jobs } from './jobs.js';
import { QueueDesk } from './queue-desk.js';
import { QueueGauge } from './queue-gauge.js';
import { WorkerLiveness } from './worker-liveness.js';

const services = [Calendar, Jobs, Events, QueueDesk];

/** Enqueueing and announcing, for every process. */
@Global()
@Module({ providers: services, exports: services })
export class JobsModule {}

/** Running, for the worker apps. */
@Module({})
export class JobRunnerModule {
  static forRoot(options: JobRunnerOptions): DynamicModule {
    return {
      module: JobRunnerModule,
      imports: [DiscoveryModule],
      providers: [
        { provide: JOB_RUNNER_OPTIONS, useValue: options },
        JobHandlers,
        WorkerLiveness,
        JobRunner,
        QueueGauge,
        ...(options.lane === 'worker' ? [DeliverEventHandler] : []),
      ],
    };
  }
}
