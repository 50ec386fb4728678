import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { INestApplicationContext, Type } from '@nestjs/common';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { z } from 'zod';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/stack.js';
import { Database } from '../database/database.js';
import { metrics } from '../telemetry/metrics.js';
import { startTestWorker, type TestWorkerOptions } from '../testing/worker.js';
import { defineJob } from './define-job.js';
import { HandlesJob, type JobContext, type JobHandler } from './handles-job.js';
import { Jobs } from './jobs.js';

const numbered = z.object({ n: z.number() });
type Numbered = z.output<typeof numbered>;

const count = defineJob({ name: 'test-count', lane: 'worker', payload: numbered, attempts: 2, timeoutMs: 1_000 });
// The same job as in testing/endless-worker.ts, which takes it in a process of its own.
const endless = defineJob({ name: 'test-endless', lane: 'worker', payload: numbered, attempts: 2, timeoutMs: 600_000 });
const minutely = defineJob({
  name: 'test-minutely',
  lane: 'worker',
  payload: z.strictObject({}),
  attempts: 3,
  timeoutMs: 1_000,
  cron: '* * * * *',
});

const handle = jest.fn<(payload: Numbered, context: JobContext) => Promise<void>>();
const giveUp = jest.fn<(payload: Numbered, error: Error) => Promise<void>>();
const handleEndless = jest.fn<(payload: Numbered) => Promise<void>>();
const giveUpEndless = jest.fn<(payload: Numbered, error: Error) => Promise<void>>();
const handleMinutely = jest.fn<() => Promise<void>>();

@HandlesJob(count)
class CountHandler implements JobHandler<Numbered> {
  handle = (payload: Numbered, context: JobContext) => handle(payload, context);
  giveUp = (payload: Numbered, error: Error) => giveUp(payload, error);
}

@HandlesJob(endless)
class EndlessHandler implements JobHandler<Numbered> {
  handle = (payload: Numbered) => handleEndless(payload);
  giveUp = (payload: Numbered, error: Error) => giveUpEndless(payload, error);
}

@HandlesJob(minutely)
class MinutelyHandler implements JobHandler<object> {
  handle = () => handleMinutely();
}

let testDatabase: TestDatabase;
let client: pg.Client;
let workers: INestApplicationContext[] = [];
let children: ChildProcess[] = [];

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  client = new pg.Client({ connectionString: testDatabase.url });
  await client.connect();
});

beforeEach(() => {
  for (const mock of [handle, giveUp, handleEndless, giveUpEndless, handleMinutely]) mock.mockReset();
});

afterEach(async () => {
  await Promise.all(workers.map((worker) => worker.close()));
  for (const child of children) child.kill('SIGKILL');
  workers = [];
  children = [];
  await client.query('delete from graphile_worker._private_jobs');
});

afterAll(async () => {
  await client.end();
  await testDatabase.drop();
});

const allHandlers: Type[] = [CountHandler, EndlessHandler, MinutelyHandler];

async function startWorker(options: Partial<TestWorkerOptions> = {}): Promise<INestApplicationContext> {
  const worker = await startTestWorker({ databaseUrl: testDatabase.url, handlers: allHandlers, ...options });
  workers.push(worker);
  return worker;
}

/** A process of its own that takes the endless job; resolves when it has. */
async function startEndlessProcess(): Promise<ChildProcess> {
  const script = join(process.cwd(), 'dist/libs/platform/src/testing/endless-worker.js');
  const child = spawn(process.execPath, [script, testDatabase.url], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  await once(child.stdout, 'data');
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

const enqueue = (app: INestApplicationContext, n: number, more: { key?: string; runAt?: Date } = {}) =>
  app.get(Database).transaction((tx) => app.get(Jobs).enqueue(tx, count, { n }, more));

const addJob = (name: string, payload: object, attempts: number) =>
  client.query('select graphile_worker.add_job($1, payload => $2::json, max_attempts => $3)', [
    name,
    JSON.stringify(payload),
    attempts,
  ]);

interface Row {
  attempts: number;
  locked_by: string | null;
  last_error: string | null;
  wait: number;
}

const queued = async (): Promise<Row[]> =>
  (
    await client.query<Row>(
      `select attempts, locked_by, last_error, extract(epoch from run_at - now())::float8 as wait
         from graphile_worker._private_jobs order by id`,
    )
  ).rows;

async function until(condition: () => boolean | Promise<boolean>, withinMs = 10_000): Promise<void> {
  const lastMs = Date.now() + withinMs;
  while (!(await condition())) {
    if (Date.now() > lastMs) throw new Error('it did not come to pass');
    await sleep(20);
  }
}

const hurry = () => client.query('update graphile_worker._private_jobs set run_at = now() where locked_at is null');

describe('a job', () => {
  it('runs once its transaction is committed, and never when it is rolled back', async () => {
    const app = await startWorker();
    const broken = app.get(Database).transaction(async (tx) => {
      await app.get(Jobs).enqueue(tx, count, { n: 1 });
      throw new Error('rolled back');
    });
    await expect(broken).rejects.toThrow('rolled back');
    await enqueue(app, 2);
    await until(() => handle.mock.calls.length === 1);
    expect(handle.mock.calls[0]?.[0]).toEqual({ n: 2 });
    expect(handle.mock.calls[0]?.[1]).toMatchObject({ attempt: 1, event: undefined });
    await until(async () => (await queued()).length === 0);
  });

  it('is not enqueued with a payload that its schema refuses', async () => {
    const app = await startWorker();
    const broken = app.get(Database).transaction((tx) => app.get(Jobs).enqueue(tx, count, { n: NaN }));
    await expect(broken).rejects.toThrow(z.ZodError);
    expect(await queued()).toEqual([]);
  });

  it('waits for its time, at most once under its key, and can be taken back', async () => {
    const app = await startWorker();
    const runAt = new Date(Date.now() + 60_000);
    await enqueue(app, 1, { key: 'k', runAt });
    await enqueue(app, 2, { key: 'k', runAt });
    expect(await queued()).toHaveLength(1);
    await app.get(Database).transaction((tx) => app.get(Jobs).cancel(tx, 'k'));
    expect(await queued()).toEqual([]);
    expect(handle).not.toHaveBeenCalled();
  });

  it('that fails is tried again later, and after the last try is given up once and kept', async () => {
    handle.mockRejectedValue(new Error('no luck'));
    const app = await startWorker();
    await enqueue(app, 1);
    await until(async () => (await queued())[0]?.last_error === 'no luck');
    const [waiting] = await queued();
    expect(waiting).toMatchObject({ attempts: 1, locked_by: null });
    expect(waiting?.wait).toBeGreaterThan(1);
    expect(giveUp).not.toHaveBeenCalled();
    await hurry();
    await until(async () => (await queued())[0]?.attempts === 2 && (await queued())[0]?.locked_by === null);
    await hurry();
    await sleep(1_200);
    expect(handle.mock.calls.map(([, { attempt }]) => attempt)).toEqual([1, 2]);
    expect(giveUp.mock.calls).toEqual([[{ n: 1 }, new Error('no luck')]]);
    expect(await queued()).toMatchObject([{ attempts: 2, last_error: 'no luck' }]);
  });

  it('is given up even if the first attempt at that fails', async () => {
    handle.mockRejectedValue(new Error('no luck'));
    giveUp.mockRejectedValueOnce(new Error('Postgres was away'));
    await startWorker();
    await addJob(count.name, { n: 1 }, 1);
    await until(() => giveUp.mock.calls.length === 2);
    await until(async () => (await queued())[0]?.last_error === 'no luck');
  });

  it('whose payload cannot be read fails like any other', async () => {
    await startWorker();
    await addJob(count.name, { n: 'one' }, 3);
    await until(async () => (await queued())[0]?.last_error != null);
    expect(handle).not.toHaveBeenCalled();
  });
});

describe('a job that takes too long', () => {
  it('is aborted, may clean up, and fails with the reason', async () => {
    let cleaned = false;
    handle.mockImplementation(async (_, { signal }) => {
      await once(signal, 'abort');
      await sleep(50);
      cleaned = true;
      throw new Error('aborted');
    });
    const app = await startWorker();
    await enqueue(app, 1);
    await until(async () => (await queued())[0]?.last_error === 'it took longer than 1000 ms');
    expect(cleaned).toBe(true);
  });

  it('fails although its handler does not listen', async () => {
    handle.mockImplementation(() => new Promise(() => undefined));
    const app = await startWorker({ abortGraceMs: 50 });
    await enqueue(app, 1);
    await until(async () => (await queued())[0]?.last_error === 'it took longer than 1000 ms');
  });
});

describe('a process that is asked to stop', () => {
  it('waits for its running job, which still has the database, and takes no other', async () => {
    const app = await startWorker({ concurrency: 1 });
    handle.mockImplementation(async () => {
      await sleep(300);
      await app.get(Database).transaction((tx) => tx.query('select 1'));
    });
    await enqueue(app, 1);
    await enqueue(app, 2);
    await until(() => handle.mock.calls.length === 1);
    await app.close();
    expect(handle).toHaveBeenCalledTimes(1);
    expect(await queued()).toMatchObject([{ attempts: 0, locked_by: null }]);
  });

  it('aborts what takes longer than its grace, and the cut-off try does not count', async () => {
    handleEndless.mockImplementation(() => new Promise(() => undefined));
    const app = await startWorker({ stopGraceMs: 100, abortGraceMs: 50 });
    await addJob(endless.name, { n: 1 }, 1);
    await until(() => handleEndless.mock.calls.length === 1);
    await app.close();
    expect(await queued()).toMatchObject([{ attempts: 0, locked_by: null }]);
    expect(giveUpEndless).not.toHaveBeenCalled();
  });
});

describe('booting', () => {
  it.each([
    ['no handler', [CountHandler, EndlessHandler], /test-minutely has no handler/],
    ['two handlers', [...allHandlers, { provide: 'second', useClass: CountHandler }], /test-count has 2 handlers/],
  ])('fails when a job has %s', async (_, handlers, message) => {
    await expect(startWorker({ handlers })).rejects.toThrow(message);
  });
});

describe('a job of a process that was killed', () => {
  it('is taken up by another process', async () => {
    await addJob(endless.name, { n: 7 }, 2);
    const child = await startEndlessProcess();
    await startWorker();
    await kill(child);
    await until(() => handleEndless.mock.calls.length === 1);
    expect(handleEndless.mock.calls[0]?.[0]).toEqual({ n: 7 });
    await until(async () => (await queued()).length === 0);
    expect(giveUpEndless).not.toHaveBeenCalled();
  });

  it('on its last try is given up by another process and kept as a dead letter', async () => {
    await addJob(endless.name, { n: 8 }, 1);
    const child = await startEndlessProcess();
    giveUpEndless.mockRejectedValueOnce(new Error('Postgres was away'));
    await Promise.all([startWorker(), startWorker()]);
    await kill(child);
    await until(() => giveUpEndless.mock.calls.length === 2);
    await until(async () => (await queued())[0]?.locked_by === null);
    expect(giveUpEndless.mock.calls[1]).toEqual([{ n: 8 }, new Error('the process was killed on the last try')]);
    expect(handleEndless).not.toHaveBeenCalled();
    expect(await queued()).toMatchObject([{ attempts: 1 }]);
  });

  it('is left alone while the process lives, even when its connections are cut', async () => {
    await addJob(endless.name, { n: 9 }, 2);
    const child = await startEndlessProcess();
    await startWorker({ rescueGraceMs: 2_000 });
    const [before] = await queued();
    for (let cut = 0; cut < 3; cut += 1) {
      await cutConnections();
      await sleep(1_000);
    }
    expect(child.exitCode).toBeNull();
    expect(await queued()).toMatchObject([{ locked_by: before?.locked_by, attempts: 1 }]);
    expect(handleEndless).not.toHaveBeenCalled();
  });
});

/** What a restart of Postgres does to those that are connected. */
const cutConnections = () =>
  client.query(`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`);

describe('a restart of Postgres', () => {
  it('costs no job: the running one is completed, new ones are taken', async () => {
    const app = await startWorker();
    handle.mockImplementationOnce(async () => {
      await cutConnections();
    });
    await enqueue(app, 1);
    await until(async () => handle.mock.calls.length === 1 && (await queued()).length === 0);
    await until(async () =>
      enqueue(app, 2).then(
        () => true,
        () => false,
      ),
    );
    await until(async () => handle.mock.calls.length === 2 && (await queued()).length === 0);
  });

  it('lets the process take its lock again', async () => {
    const held = async () =>
      (
        await client.query(`select from pg_locks where locktype = 'advisory' and granted
        and database = (select oid from pg_database where datname = current_database())`)
      ).rowCount;
    await startWorker();
    await until(async () => (await held()) === 1);
    await cutConnections();
    await until(async () => (await held()) === 0);
    await until(async () => (await held()) === 1);
  });
});

describe('a schedule that nobody ran', () => {
  it('is made up for, each minute at most once though two processes start at the same time', async () => {
    await client.query(
      `insert into graphile_worker._private_known_crontabs (identifier, known_since, last_execution)
       values ($1, now() - interval '1 day', now() - interval '5 minutes')
       on conflict (identifier) do update set last_execution = excluded.last_execution`,
      [minutely.name],
    );
    handleMinutely.mockImplementation(() => new Promise(() => undefined));
    await Promise.all([
      startWorker({ stopGraceMs: 1, abortGraceMs: 1 }),
      startWorker({ stopGraceMs: 1, abortGraceMs: 1 }),
    ]);
    await until(() => handleMinutely.mock.calls.length > 0);
    await sleep(500);
    const { rows } = await client.query<{ added: number; minutes: number; tries: number }>(
      `select count(*)::int as added, count(distinct payload->'_cron'->>'ts')::int as minutes, min(max_attempts) as tries
         from graphile_worker._private_jobs`,
    );
    expect(rows[0]?.tries).toBe(minutely.attempts);
    expect(rows[0]?.added).toBe(rows[0]?.minutes);
  });
});

describe('the metrics of a lane', () => {
  it('tell how many jobs wait, run, and are dead, and how long the oldest waits', async () => {
    handle.mockImplementation(() => new Promise(() => undefined));
    await startWorker({ concurrency: 1, stopGraceMs: 1, abortGraceMs: 1 });
    await addJob(count.name, { n: 1 }, 3);
    await until(() => handle.mock.calls.length === 1);
    await client.query(`select graphile_worker.add_job('test-count', run_at => now() - interval '1 minute')`);
    await client.query(`select graphile_worker.add_job('test-count', run_at => now() + interval '1 minute')`);
    await client.query(`select graphile_worker.add_job('test-count', job_key => 'dead')`);
    await client.query(`update graphile_worker._private_jobs set attempts = max_attempts where key = 'dead'`);
    const shown = await metrics.metrics();
    for (const [state, jobs] of Object.entries({ waiting: 1, scheduled: 1, running: 1, dead: 1 })) {
      expect(shown).toContain(`moments_queue_jobs{lane="worker",state="${state}"} ${jobs}`);
    }
    expect(shown).toContain('moments_queue_dead_jobs{lane="worker",job="test-count"} 1');
    expect(shown).toMatch(/moments_queue_oldest_waiting_seconds\{lane="worker"\} 6\d/);
  });
});
