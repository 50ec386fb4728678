import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { metrics } from '../telemetry/metrics.js';
import { jobsOf, type Lane } from './define-job.js';
import { JOB_RUNNER_OPTIONS, type JobRunnerOptions } from './job-runner-options.js';
import { type JobCount, jobStates, QueueDesk } from './queue-desk.js';

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
      const waiting = (await gauge.read())?.filter(({ state }) => state === 'waiting');
      if (waiting) this.set({ lane }, Math.max(0, ...waiting.map(({ waitedSeconds }) => waitedSeconds)));
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
      for (const state of jobStates) {
        if (counts) this.set({ lane, state }, sum(counts.filter((count) => count.state === state)));
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
      for (const { job, state, count } of (await gauge.read()) ?? [])
        if (state === 'dead') this.set({ lane, job }, count);
    }
  },
});

const sum = (counts: readonly JobCount[]): number => counts.reduce((total, { count }) => total + count, 0);

/** Shows on `/metrics` of a worker process how its lane's queue stands, for all processes of that lane together. */
@Injectable()
export class QueueGauge implements OnModuleInit, OnApplicationShutdown {
  private last?: { readAtMs: number; counts: Promise<readonly JobCount[] | undefined> };

  constructor(
    @Inject(JOB_RUNNER_OPTIONS) private readonly options: JobRunnerOptions,
    private readonly desk: QueueDesk,
  ) {}

  onModuleInit(): void {
    gauges.set(this.options.lane, this);
  }

  onApplicationShutdown(): void {
    gauges.delete(this.options.lane);
  }

  /** At most some seconds old; `undefined` without Postgres: the process' other metrics are still worth having. */
  read(): Promise<readonly JobCount[] | undefined> {
    const nowMs = performance.now();
    if (!this.last || nowMs - this.last.readAtMs > freshMs) this.last = { readAtMs: nowMs, counts: this.count() };
    return this.last.counts;
  }

  private async count(): Promise<readonly JobCount[] | undefined> {
    const ofLane = new Set(jobsOf(this.options.lane).map(({ name }) => name));
    try {
      return (await this.desk.counts()).filter(({ job }) => ofLane.has(job));
    } catch {
      return undefined;
    }
  }
}
