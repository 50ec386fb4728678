import { Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { Database } from '../database/database.js';
import { Log } from '../telemetry/log.js';
import type { HandledJob } from './handlers.js';
import { openEnvelope } from './job-envelope.js';

const rescueEveryMs = 5_000;
// A pool takes its lock a moment after its first job; a younger lock says nothing about the process being dead.
const graceSeconds = 15;

interface LostJob {
  id: string;
  task: string;
  payload: unknown;
  exhausted: boolean;
}

/**
 * Finds jobs whose process was killed. Each process holds a session-level advisory lock on the name of its worker pool;
 * Postgres frees it the moment the connection dies, so a lock that can be taken means that nobody works on those jobs.
 * (The queue itself would wait four hours.)
 */
@Injectable()
export class WorkerLiveness {
  private connection?: PoolClient;
  private timer?: NodeJS.Timeout;
  private rescuing: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly log: Log,
  ) {}

  /** Holds the pool's lock for as long as this process lives; a lost connection is taken up anew. */
  async announce(poolId: string): Promise<void> {
    try {
      const connection = await this.database.pool.connect();
      connection.once('error', () => {
        connection.release(true);
        this.connection = undefined;
        setTimeout(() => void this.announce(poolId), 1_000).unref();
      });
      await connection.query('select pg_advisory_lock(hashtextextended($1, 0))', [poolId]);
      this.connection = connection;
    } catch (error) {
      this.log.warn({ err: error }, 'worker liveness lock not taken; trying again');
      setTimeout(() => void this.announce(poolId), 1_000).unref();
    }
  }

  /** Takes up the jobs of dead processes from now on, every few seconds. */
  watch(handled: readonly HandledJob[]): void {
    this.timer = setInterval(() => {
      this.rescuing = this.rescue(handled).catch((error: unknown) => this.log.error({ err: error }, 'rescue failed'));
    }, rescueEveryMs);
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.rescuing;
    this.connection?.removeAllListeners('error');
    this.connection?.release(true);
    this.connection = undefined;
  }

  /** Frees the jobs of processes that are gone; those without a try left are given up at once. */
  async rescue(handled: readonly HandledJob[]): Promise<void> {
    const { rows: lost } = await this.database.pool.query<LostJob>(takeUpLostJobs, [
      handled.map(({ job }) => job.name),
      graceSeconds,
    ]);
    for (const job of lost) {
      this.log.warn({ job: job.task, jobId: job.id }, 'the process that ran this job is gone; taken up again');
      if (job.exhausted) await this.giveUp(handled, job);
    }
  }

  private async giveUp(handled: readonly HandledJob[], lost: LostJob): Promise<void> {
    const entry = handled.find(({ job }) => job.name === lost.task);
    if (!entry) return;
    const { payload } = openEnvelope(entry.job, lost.payload);
    await entry.handler.giveUp?.(payload, new Error('the process was killed on the last try'));
  }
}

// A pool's lock is tried once per pool, inside the statement's own transaction, and falls with it.
const takeUpLostJobs = `
  with pools as materialized (
    select locked_by, pg_try_advisory_xact_lock(hashtextextended(locked_by, 0)) as gone
      from (select distinct locked_by from graphile_worker._private_jobs
             where locked_at < now() - make_interval(secs => $2)) as held
  )
  update graphile_worker._private_jobs as jobs
     set locked_at = null, locked_by = null, run_at = greatest(jobs.run_at, now()),
         last_error = coalesce(jobs.last_error, 'the process that ran this job is gone')
    from pools, graphile_worker._private_tasks as tasks
   where jobs.locked_by = pools.locked_by and pools.gone
     and tasks.id = jobs.task_id and tasks.identifier = any($1)
  returning jobs.id::text, tasks.identifier as task, jobs.payload, jobs.attempts >= jobs.max_attempts as exhausted`;
