import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { Database } from '../database/database.js';
import { statement } from '../database/statement.js';
import { metrics } from '../telemetry/metrics.js';
import { jobsOf, type Lane } from './define-job.js';
import { JOB_RUNNER_OPTIONS, type JobRunnerOptions } from './job-runner-options.js';

const states = ['waiting', 'scheduled', 'running', 'dead'] as const;

interface StateCount {
  state: (typeof states)[number];
  count: number;
  oldestSeconds: number;
}

interface DeadCount {
  job: string;
  count: number;
}

const countJobs = statement(
  'jobs.count-by-state',
  `select case when jobs.locked_at is not null then 'running'
               when jobs.attempts >= jobs.max_attempts then 'dead'
               when jobs.run_at > now() then 'scheduled'
               else 'waiting' end as state,
          count(*)::int as count, extract(epoch from now() - min(jobs.run_at))::float8 as "oldestSeconds"
     from graphile_worker._private_jobs jobs
     join graphile_worker._private_tasks tasks on tasks.id = jobs.task_id
    where tasks.identifier = any($1) group by 1`,
);

const countDead = statement(
  'jobs.count-dead',
  `select tasks.identifier as job, count(*)::int as count
     from graphile_worker._private_jobs jobs
     join graphile_worker._private_tasks tasks on tasks.id = jobs.task_id
    where tasks.identifier = any($1) and jobs.attempts >= jobs.max_attempts and jobs.locked_at is null group by 1`,
);

const gauges = new Map<Lane, QueueGauge>();
// Several scrapers, or an impatient one, cost one statement in so long.
const freshMs = 5_000;

new Gauge({
  name: 'moments_queue_oldest_waiting_seconds',
  help: 'How long the job that waits longest could have been run already, by lane',
  labelNames: ['lane'] as const,
  registers: [metrics],
  async collect() {
    for (const [lane, gauge] of gauges) {
      const counts = await gauge.read();
      if (counts) this.set({ lane }, counts.get('waiting')?.oldestSeconds ?? 0);
      else this.remove({ lane });
    }
  },
});

new Gauge({
  name: 'moments_queue_jobs',
  help: 'Jobs in the queue by lane and state; dead ones have failed for good',
  labelNames: ['lane', 'state'] as const,
  registers: [metrics],
  async collect() {
    for (const [lane, gauge] of gauges) {
      const counts = await gauge.read();
      for (const state of states) {
        if (counts) this.set({ lane, state }, counts.get(state)?.count ?? 0);
        else this.remove({ lane, state });
      }
    }
  },
});

new Gauge({
  name: 'moments_queue_dead_jobs',
  help: 'Jobs that have failed for good, by name; a name without any is not shown',
  labelNames: ['lane', 'job'] as const,
  registers: [metrics],
  async collect() {
    this.reset();
    for (const [lane, gauge] of gauges) {
      for (const { job, count } of (await gauge.readDead()) ?? []) this.set({ lane, job }, count);
    }
  },
});

/** Shows on `/metrics` of a worker process how its lane's queue stands, for all processes of that lane together. */
@Injectable()
export class QueueGauge implements OnModuleInit, OnApplicationShutdown {
  private lastDead?: { readAtMs: number; counts: Promise<readonly DeadCount[] | undefined> };
  private last?: { readAtMs: number; counts: Promise<ReadonlyMap<string, StateCount> | undefined> };

  constructor(
    @Inject(JOB_RUNNER_OPTIONS) private readonly options: JobRunnerOptions,
    private readonly database: Database,
  ) {}

  onModuleInit(): void {
    gauges.set(this.options.lane, this);
  }

  onApplicationShutdown(): void {
    gauges.delete(this.options.lane);
  }

  /** At most some seconds old; `undefined` without Postgres: the process' other metrics are still worth having. */
  read(): Promise<ReadonlyMap<string, StateCount> | undefined> {
    const nowMs = performance.now();
    if (!this.last || nowMs - this.last.readAtMs > freshMs) this.last = { readAtMs: nowMs, counts: this.count() };
    return this.last.counts;
  }

  /** As {@link read}, of what has failed for good. */
  readDead(): Promise<readonly DeadCount[] | undefined> {
    const nowMs = performance.now();
    if (!this.lastDead || nowMs - this.lastDead.readAtMs > freshMs) {
      const names = jobsOf(this.options.lane).map(({ name }) => name);
      const counts = this.database.read<DeadCount>(countDead, [names]).catch(() => undefined);
      this.lastDead = { readAtMs: nowMs, counts };
    }
    return this.lastDead.counts;
  }

  private async count(): Promise<ReadonlyMap<string, StateCount> | undefined> {
    try {
      const names = jobsOf(this.options.lane).map(({ name }) => name);
      const counts = await this.database.read<StateCount>(countJobs, [names]);
      return new Map(counts.map((count) => [count.state, count]));
    } catch {
      return undefined;
    }
  }
}
