import { Inject, Injectable } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { Database } from '../database/database.js';
import { Log } from '../telemetry/log.js';
import type { HandledJob } from './handlers.js';
import { openEnvelope } from './job-envelope.js';
import { JOB_RUNNER_OPTIONS, type JobRunnerOptions, runnerDefaults } from './job-runner-options.js';

const reconnectMs = 500;
// Longer than any statement of ours takes: then the connection is dead, though nobody has said so.
const answerMs = 10_000;
const maxGiveUps = 10;

interface LostJob {
  id: string;
  task: string;
  payload: unknown;
  exhausted: boolean;
}

/**
 * Finds jobs whose process was killed. Each process holds a session-level advisory lock on the name of its worker pool;
 * Postgres frees it the moment the connection dies. A pool whose lock nobody has held for a while is dead: its jobs are
 * freed. (The queue itself would wait four hours.) The while is what a living process needs to connect again.
 */
@Injectable()
export class WorkerLiveness {
  private readonly options: Required<JobRunnerOptions>;
  private readonly closing = new AbortController();
  /** Pools whose lock is free, and since when (monotonic ms). */
  private readonly suspects = new Map<string, number>();
  /** Jobs killed on their last try, locked by us until their handler was told. */
  private readonly abandoned = new Map<LostJob, number>();
  private ownPool?: string;
  private holding: Promise<void> = Promise.resolve();
  private watching: Promise<void> = Promise.resolve();

  constructor(
    @Inject(JOB_RUNNER_OPTIONS) options: JobRunnerOptions,
    private readonly database: Database,
    private readonly log: Log,
  ) {
    this.options = { ...runnerDefaults, ...options };
  }

  /** Holds the pool's lock for as long as this process lives; a lost connection is taken up anew. */
  announce(poolId: string): void {
    this.ownPool = poolId;
    this.holding = this.repeat(reconnectMs, () => this.hold(poolId), 'worker liveness lock lost; taken again');
  }

  /** Takes up the jobs of dead processes from now on, every few seconds. */
  watch(handled: readonly HandledJob[]): void {
    this.watching = this.repeat(this.options.rescueEveryMs, () => this.rescue(handled), 'rescue failed');
  }

  async close(): Promise<void> {
    this.closing.abort();
    await Promise.all([this.watching, this.holding]);
  }

  /** One look for dead processes. Frees the jobs of those that were found dead before; those without a try left are given up. */
  async rescue(handled: readonly HandledJob[]): Promise<void> {
    const dead = await this.deadPools();
    if (dead.length > 0) {
      const { rows: lost } = await this.database.pool.query<LostJob>(takeUpLostJobs, [
        handled.map(({ job }) => job.name),
        dead,
        this.ownPool,
      ]);
      for (const job of lost) {
        this.log.warn({ job: job.task, jobId: job.id }, 'the process that ran this job is gone; taken up again');
        if (job.exhausted) this.abandoned.set(job, 0);
      }
    }
    for (const job of [...this.abandoned.keys()]) await this.giveUp(handled, job);
  }

  private async deadPools(): Promise<string[]> {
    const { rows } = await this.database.pool.query<{ pool: string }>(poolsWithoutLock);
    const free = new Set(rows.map(({ pool }) => pool).filter((pool) => pool !== this.ownPool));
    for (const pool of this.suspects.keys()) if (!free.has(pool)) this.suspects.delete(pool);
    const nowMs = performance.now();
    for (const pool of free) if (!this.suspects.has(pool)) this.suspects.set(pool, nowMs);
    return [...this.suspects]
      .filter(([, sinceMs]) => nowMs - sinceMs >= this.options.rescueGraceMs)
      .map(([pool]) => pool);
  }

  // Locked by us until it is done: should this process die too, the next one finds the job and tells the handler.
  private async giveUp(handled: readonly HandledJob[], lost: LostJob): Promise<void> {
    const entry = handled.find(({ job }) => job.name === lost.task);
    const tries = (this.abandoned.get(lost) ?? 0) + 1;
    this.abandoned.set(lost, tries);
    try {
      if (entry) {
        const { payload } = openEnvelope(entry.job, lost.payload);
        await entry.handler.giveUp?.(payload, new Error('the process was killed on the last try'));
      }
    } catch (error) {
      this.log.error({ job: lost.task, jobId: lost.id, err: error }, 'giving up a job failed');
      if (tries < maxGiveUps) return;
    }
    await this.database.pool.query(letGo, [lost.id, this.ownPool]);
    this.abandoned.delete(lost);
  }

  /** Takes the lock on a connection of its own and stays until that is lost or this process ends. */
  private async hold(poolId: string): Promise<void> {
    const connection = new pg.Client({ ...this.database.pool.options, query_timeout: answerMs });
    const lost = new AbortController();
    connection.on('error', (error) => lost.abort(error));
    const awake = AbortSignal.any([this.closing.signal, lost.signal]);
    try {
      await connection.connect();
      await connection.query(noticeDeadPeers);
      await connection.query('select pg_advisory_lock(hashtextextended($1, 0))', [poolId]);
      while (await this.pause(this.options.rescueEveryMs, awake)) {
        lost.signal.throwIfAborted();
        await connection.query('select');
      }
    } finally {
      // Of a dead connection no goodbye comes back.
      connection.end().catch(() => undefined);
    }
  }

  private async repeat(everyMs: number, work: () => Promise<void>, failure: string): Promise<void> {
    do {
      try {
        await work();
      } catch (error) {
        this.log.warn({ err: error }, failure);
      }
    } while (await this.pause(everyMs));
  }

  /** False when this process ends. */
  private async pause(ms: number, signal = this.closing.signal): Promise<boolean> {
    await sleep(ms, undefined, { signal }).catch(() => undefined);
    return !this.closing.signal.aborted;
  }
}

// A machine that loses its power says no goodbye: Postgres is to notice within some ten seconds, not after two hours.
const noticeDeadPeers = `
  set tcp_keepalives_idle = 5; set tcp_keepalives_interval = 2; set tcp_keepalives_count = 3`;

// Shared, so that processes that look at the same time do not take each other for the owner.
const poolsWithoutLock = `
  select pool from (select distinct locked_by as pool from graphile_worker._private_jobs where locked_at is not null) held
   where pg_try_advisory_xact_lock_shared(hashtextextended(pool, 0))`;

// Looked at once more in the statement that takes: the owner may be back.
const takeUpLostJobs = `
  with dead as materialized (
    select pool from unnest($2::text[]) as pool where pg_try_advisory_xact_lock_shared(hashtextextended(pool, 0))
  )
  update graphile_worker._private_jobs as jobs
     set locked_by = case when jobs.attempts >= jobs.max_attempts then $3::text end,
         locked_at = case when jobs.attempts >= jobs.max_attempts then now() end,
         run_at = greatest(jobs.run_at, now()),
         last_error = coalesce(jobs.last_error, 'the process that ran this job is gone')
    from dead, graphile_worker._private_tasks as tasks
   where jobs.locked_by = dead.pool and tasks.id = jobs.task_id and tasks.identifier = any($1::text[])
  returning jobs.id::text, tasks.identifier as task, jobs.payload, jobs.attempts >= jobs.max_attempts as exhausted`;

const letGo = `update graphile_worker._private_jobs set locked_by = null, locked_at = null where id = $1 and locked_by = $2`;
