import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { EventEmitter } from 'node:events';
import {
  Logger as QueueLogger,
  parseCronItems,
  run,
  type Runner,
  type TaskList,
  type WorkerEvents,
} from 'graphile-worker';
import { Database } from '../database/database.js';
import { Log } from '../telemetry/log.js';
import { jobsProcessed, jobSeconds } from '../telemetry/metrics.js';
import { inSpan } from '../telemetry/tracing.js';
import type { Lane } from './define-job.js';
import { type HandledJob, JobHandlers } from './handlers.js';
import type { JobContext } from './handles-job.js';
import { openEnvelope } from './job-envelope.js';
import { WorkerLiveness } from './worker-liveness.js';

export const JOB_RUNNER_OPTIONS = Symbol('job runner options');

export interface JobRunnerOptions {
  lane: Lane;
  /** Jobs at a time in this process. */
  concurrency: number;
}

/** Takes jobs of one lane and runs them until the process is asked to stop; a running job is waited for. */
@Injectable()
export class JobRunner implements OnApplicationBootstrap, OnApplicationShutdown {
  private runner?: Runner;

  constructor(
    @Inject(JOB_RUNNER_OPTIONS) private readonly options: JobRunnerOptions,
    private readonly database: Database,
    private readonly handlers: JobHandlers,
    private readonly liveness: WorkerLiveness,
    private readonly log: Log,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const handled = this.handlers.ofLane(this.options.lane);
    const events = new EventEmitter() as WorkerEvents;
    events.on('pool:create', ({ workerPool }) => void this.liveness.announce(workerPool.id));
    this.runner = await run({
      pgPool: this.database.pool,
      concurrency: this.options.concurrency,
      noHandleSignals: true,
      pollInterval: 1_000,
      events,
      logger: new QueueLogger(() => (level, message) => {
        if ((level as string) === 'error') this.log.warn({ queue: message }, 'job queue');
      }),
      taskList: this.taskList(handled),
      parsedCronItems: parseCronItems(
        handled.flatMap(({ job }) => (job.cron ? [{ task: job.name, match: job.cron, identifier: job.name }] : [])),
      ),
    });
    this.liveness.watch(handled);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.runner?.stop();
    await this.liveness.close();
  }

  private taskList(handled: readonly HandledJob[]): TaskList {
    return Object.fromEntries(
      handled.map((entry) => [
        entry.job.name,
        async (row: unknown, helpers) => {
          const { attempts, max_attempts: maxAttempts } = helpers.job;
          await this.runOne(entry, row, {
            attempt: attempts,
            last: attempts >= maxAttempts,
            stop: helpers.abortSignal,
          });
        },
      ]),
    ) satisfies TaskList;
  }

  private async runOne(
    { job, handler }: HandledJob,
    row: unknown,
    run: { attempt: number; last: boolean; stop?: AbortSignal },
  ): Promise<void> {
    const { payload, event } = openEnvelope(job, row);
    const signal = AbortSignal.any([AbortSignal.timeout(job.timeoutMs), ...(run.stop ? [run.stop] : [])]);
    const context: JobContext = { signal, attempt: run.attempt, event };
    const stopTimer = jobSeconds.startTimer({ job: job.name });
    try {
      await inSpan(`job ${job.name}`, { 'job.attempt': run.attempt }, () =>
        untilAborted(handler.handle(payload, context), signal),
      );
      jobsProcessed.inc({ job: job.name, outcome: 'done' });
    } catch (error) {
      const failure = error instanceof Error ? error : new Error(String(error));
      jobsProcessed.inc({ job: job.name, outcome: run.last ? 'dead' : 'failed' });
      this.log.error({ job: job.name, attempt: run.attempt, last: run.last, err: failure }, 'job failed');
      if (run.last) await handler.giveUp?.(payload, failure);
      throw failure;
    } finally {
      stopTimer();
    }
  }
}

/** Rejects as soon as the signal aborts, whether the work listens to it or not. */
async function untilAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  let abort: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal.reason instanceof Error ? signal.reason : new Error('the job was stopped'));
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
  });
  try {
    await Promise.race([work, aborted]);
  } finally {
    if (abort) signal.removeEventListener('abort', abort);
  }
}
