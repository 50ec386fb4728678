import { jest } from '@jest/globals';
import type { INestApplicationContext, Type } from '@nestjs/common';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import pg from 'pg';
import { z } from 'zod';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/stack.js';
import { Database } from '../database/database.js';
import { defineJob } from '../jobs/define-job.js';
import { HandlesJob, type JobContext, type JobHandler } from '../jobs/handles-job.js';
import { Jobs } from '../jobs/jobs.js';
import { endless } from './endless-job.js';
import { startTestWorker, type TestWorkerOptions } from './worker.js';

export { endless };

const numbered = z.object({ n: z.number() });
type Numbered = z.output<typeof numbered>;

export const count = defineJob({
  name: 'test-count',
  lane: 'worker',
  payload: numbered,
  attempts: 2,
  timeoutMs: 60_000,
});
/** May not take long. */
export const hasty = defineJob({
  name: 'test-hasty',
  lane: 'worker',
  payload: numbered,
  attempts: 2,
  timeoutMs: 1_000,
});
export const minutely = defineJob({
  name: 'test-minutely',
  lane: 'worker',
  payload: z.strictObject({}),
  attempts: 3,
  timeoutMs: 60_000,
  cron: '* * * * *',
});

/** What the handlers do, which each test says anew. */
export const handle = jest.fn<(payload: Numbered, context: JobContext) => Promise<void>>();
export const giveUp = jest.fn<(payload: Numbered, error: Error) => Promise<void>>();
export const handleEndless = jest.fn<(payload: Numbered) => Promise<void>>();
export const giveUpEndless = jest.fn<(payload: Numbered, error: Error) => Promise<void>>();
export const handleMinutely = jest.fn<() => Promise<void>>();

@HandlesJob(count)
export class CountHandler implements JobHandler<Numbered> {
  handle = (payload: Numbered, context: JobContext) => handle(payload, context);
  giveUp = (payload: Numbered, error: Error) => giveUp(payload, error);
}

@HandlesJob(hasty)
class HastyHandler implements JobHandler<Numbered> {
  handle = (payload: Numbered, context: JobContext) => handle(payload, context);
}

@HandlesJob(endless)
export class EndlessHandler implements JobHandler<Numbered> {
  handle = (payload: Numbered) => handleEndless(payload);
  giveUp = (payload: Numbered, error: Error) => giveUpEndless(payload, error);
}

@HandlesJob(minutely)
class MinutelyHandler implements JobHandler<object> {
  handle = () => handleMinutely();
}

export const allHandlers: Type[] = [CountHandler, HastyHandler, EndlessHandler, MinutelyHandler];

/** A job as the queue keeps it. */
interface QueuedJob {
  attempts: number;
  locked_by: string | null;
  last_error: string | null;
  /** Seconds from when it was put in to its next try. */
  wait: number;
}

/** Workers of this process and of others on one queue. */
export class JobsWorld {
  private workers: INestApplicationContext[] = [];
  private children: ChildProcess[] = [];

  private constructor(
    private readonly database: TestDatabase,
    /** Looks at the queue, and changes it, past every worker. */
    readonly client: pg.Client,
  ) {}

  static async open(): Promise<JobsWorld> {
    const database = await createTestDatabase();
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    return new JobsWorld(database, client);
  }

  /** Ends what a test has started; the next one finds an empty queue. */
  async refresh(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.close()));
    for (const child of this.children) child.kill('SIGKILL');
    this.workers = [];
    this.children = [];
    await this.client.query('delete from graphile_worker._private_jobs');
    for (const mock of [handle, giveUp, handleEndless, giveUpEndless, handleMinutely]) mock.mockReset();
  }

  async close(): Promise<void> {
    await this.client.end();
    await this.database.drop();
  }

  /** Without a calendar, whose jobs would come in between at each full minute, unless a test asks for it. */
  async startWorker(options: Partial<TestWorkerOptions> = {}): Promise<INestApplicationContext> {
    const { url: databaseUrl } = this.database;
    const worker = await startTestWorker({ databaseUrl, handlers: allHandlers, calendar: false, ...options });
    this.workers.push(worker);
    return worker;
  }

  /** A process of its own that takes the endless job; resolves when it has. */
  async startEndlessProcess(): Promise<ChildProcess> {
    const script = join(process.cwd(), 'dist/libs/platform/src/testing/endless-worker.js');
    const child = spawn(process.execPath, [script, this.database.url], { stdio: ['ignore', 'pipe', 'inherit'] });
    this.children.push(child);
    await once(child.stdout, 'data');
    return child;
  }

  enqueue(
    app: INestApplicationContext,
    n: number,
    { job = count, ...more }: { job?: typeof count; key?: string; runAt?: Date } = {},
  ): Promise<void> {
    return app.get(Database).transaction((tx) => app.get(Jobs).enqueue(tx, job, { n }, more));
  }

  /** Past every check, with tries of its own. */
  async addJob(name: string, payload: object, attempts: number): Promise<void> {
    await this.client.query('select graphile_worker.add_job($1, payload => $2::json, max_attempts => $3)', [
      name,
      JSON.stringify(payload),
      attempts,
    ]);
  }

  async queued(): Promise<QueuedJob[]> {
    const { rows } = await this.client.query<QueuedJob>(
      `select attempts, locked_by, last_error, extract(epoch from run_at - created_at)::float8 as wait
         from graphile_worker._private_jobs order by id`,
    );
    return rows;
  }

  /** What waits for a later time is to be taken now. */
  async hurry(): Promise<void> {
    await this.client.query('update graphile_worker._private_jobs set run_at = now() where locked_at is null');
  }

  /** What a restart of Postgres does to those that are connected. */
  async cutConnections(): Promise<void> {
    await this.client.query(`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`);
  }

  /** Connections that hold the lock of a living process. */
  async lockHolders(): Promise<number[]> {
    const { rows } = await this.client.query<{ pid: number }>(
      `select pid from pg_locks where locktype = 'advisory' and granted and objsubid = 1 and mode = 'ExclusiveLock'
          and database = (select oid from pg_database where datname = current_database()) order by pid`,
    );
    return rows.map(({ pid }) => pid);
  }
}
