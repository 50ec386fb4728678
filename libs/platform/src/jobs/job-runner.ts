import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { days } from '@moments/kernel';
import { EventEmitter } from 'node:events';
import {
  type CronItem,
  type JobHelpers,
  Logger as QueueLogger,
  parseCronItems,
  run,
  type Runner,
  type TaskList,
  type WorkerEvents,
} from 'graphile-worker';
import { Database } from '../database/database.js';
import { Log } from '../telemetry/log.js';
import { calendarKey } from './calendar.js';
import type { HandledJob } from './handlers.js';
import { JobHandlers } from './handlers.js';
import { JOB_RUNNER_OPTIONS, type JobRunnerOptions, runnerDefaults } from './job-runner-options.js';
import { QueuePool } from './queue-pool.js';
import { runJob } from './run-job.js';
import { WorkerLiveness } from './worker-liveness.js';

// Taking and completing a job are short; one more connection listens for new ones.
const maxQueueConnections = 8;
const drainMs = 5_000;
// A schedule that nobody ran (a deployment, an outage) is made up for once, when it is no older than this.
const backfillMs = days(1);

/** Takes jobs of one lane and runs them until the process is asked to stop; a running job is waited for. */
@Injectable()
export class JobRunner implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly options: Required<JobRunnerOptions>;
  private runner?: Runner;
  private queue?: QueuePool;
  private stopping = false;

  constructor(
    @Inject(JOB_RUNNER_OPTIONS) options: JobRunnerOptions,
    private readonly database: Database,
    private readonly handlers: JobHandlers,
    private readonly liveness: WorkerLiveness,
    private readonly log: Log,
  ) {
    this.options = { ...runnerDefaults, ...options };
  }

  async onApplicationBootstrap(): Promise<void> {
    const handled = this.handlers.ofLane(this.options.lane);
    if (handled.length === 0) {
      this.log.warn({ lane: this.options.lane }, 'this lane has no jobs');
      return;
    }
    const events = new EventEmitter() as WorkerEvents;
    events.on('pool:create', ({ workerPool }) => this.liveness.announce(workerPool.id));
    this.queue = this.connectQueue();
    this.runner = await run({
      pgPool: this.queue,
      concurrency: this.options.concurrency,
      noHandleSignals: true,
      pollInterval: 1_000,
      preset: { worker: { gracefulShutdownAbortTimeout: this.options.stopGraceMs } },
      events,
      logger: this.queueLogger(),
      taskList: this.taskList(handled),
      parsedCronItems: this.options.calendar ? parseCronItems(handled.flatMap(cronItem)) : [],
    });
    this.endWithoutQueue(this.runner);
    this.liveness.watch(handled);
  }

  // Before the others' shutdown hooks: a job that is waited for still needs Postgres, Redis and the store.
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    const { stopGraceMs, abortGraceMs } = this.options;
    if (this.runner) await settledWithin(this.runner.stop(), stopGraceMs + abortGraceMs + drainMs);
    await this.liveness.close();
    await this.queue?.drain(drainMs);
  }

  private connectQueue(): QueuePool {
    const max = Math.min(this.options.concurrency, maxQueueConnections) + 1;
    // The queue's own statements may wait: a limit meant for the product's would end what it has begun.
    const options = { ...this.database.pool.options, max, statement_timeout: 0, query_timeout: 0 };
    return new QueuePool(options, (error) => this.log.warn({ err: error }, 'job queue connection'));
  }

  private queueLogger(): QueueLogger {
    return new QueueLogger(() => (level, message, meta) => {
      // A failed job is told by runJob, with its request id and without the queue's copy of the payload.
      if (meta?.failure === true) return;
      if ((level as string) === 'error') this.log.error({ queue: message }, 'job queue');
      if ((level as string) === 'warning' && !this.stopping) this.log.warn({ queue: message }, 'job queue');
    });
  }

  /** A process that takes no jobs any more and lives on would look well and do nothing: it is ended, to be started anew. */
  private endWithoutQueue(runner: Runner): void {
    const ended = (error?: unknown): void => {
      if (this.stopping) return;
      this.log.fatal({ err: error }, 'the job queue ended by itself');
      process.kill(process.pid, 'SIGTERM');
    };
    runner.promise.then(() => ended(), ended);
  }

  private taskList(handled: readonly HandledJob[]): TaskList {
    return Object.fromEntries(
      handled.map((entry) => [
        entry.job.name,
        (row: unknown, helpers: JobHelpers) => {
          const { id, attempts, max_attempts: maxAttempts } = helpers.job;
          const jobTry = {
            id,
            row,
            attempt: attempts,
            last: attempts >= maxAttempts,
            stop: helpers.abortSignal,
            takeBack: () => this.change(takeBackTry, id),
            makeLast: () => this.change(makeLastTry, id),
          };
          return runJob(entry, jobTry, { abortGraceMs: this.options.abortGraceMs, log: this.log });
        },
      ]),
    );
  }

  private async change(running: string, id: string): Promise<void> {
    await this.database.pool.query(running, [id]);
  }
}

const takeBackTry = `update graphile_worker._private_jobs set attempts = attempts - 1
  where id = $1 and attempts > 0 and locked_at is not null`;
const makeLastTry = `update graphile_worker._private_jobs set max_attempts = attempts
  where id = $1 and attempts > 0 and locked_at is not null`;

/** One waiting job per schedule: what was missed, or is still failing, is not piled up. Of several processes one adds it. */
const cronItem = ({ job }: HandledJob): CronItem[] =>
  job.cron
    ? [
        {
          task: job.name,
          match: job.cron,
          identifier: job.name,
          options: { backfillPeriod: backfillMs, maxAttempts: job.attempts, jobKey: calendarKey(job) },
        },
      ]
    : [];

/** Waits for `work` to end, well or not, but no longer than `withinMs`. */
async function settledWithin(work: Promise<void>, withinMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, withinMs)));
  await Promise.race([work.catch(() => undefined), late]);
  clearTimeout(timer);
}
