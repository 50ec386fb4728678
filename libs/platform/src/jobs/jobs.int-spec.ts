import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { until } from '../../../../test/support/eventually.js';
import { Database } from '../database/database.js';
import { metrics } from '../telemetry/metrics.js';
import {
  allHandlers,
  count,
  CountHandler,
  endless,
  EndlessHandler,
  giveUp,
  handle,
  handleEndless,
  hasty,
  JobsWorld,
} from '../testing/jobs-world.js';
import { Hopeless } from './handles-job.js';
import { Jobs } from './jobs.js';

let world: JobsWorld;

beforeAll(async () => {
  world = await JobsWorld.open();
});
afterEach(() => world.refresh());
afterAll(() => world.close());

describe('a job', () => {
  it('runs once its transaction is committed, and never when it is rolled back', async () => {
    const app = await world.startWorker();
    const broken = app.get(Database).transaction(async (tx) => {
      await app.get(Jobs).enqueue(tx, count, { n: 1 });
      throw new Error('rolled back');
    });
    await expect(broken).rejects.toThrow('rolled back');
    await world.enqueue(app, 2);
    await until(() => handle.mock.calls.length === 1);
    expect(handle.mock.calls[0]?.[0]).toEqual({ n: 2 });
    expect(handle.mock.calls[0]?.[1]).toMatchObject({ attempt: 1, event: undefined });
    await until(async () => (await world.queued()).length === 0);
  });

  it('is not enqueued with a payload that its schema refuses', async () => {
    const app = await world.startWorker();
    const broken = app.get(Database).transaction((tx) => app.get(Jobs).enqueue(tx, count, { n: NaN }));
    await expect(broken).rejects.toThrow(z.ZodError);
    expect(await world.queued()).toEqual([]);
  });

  it('waits for its time, at most once under its key, and can be taken back', async () => {
    const app = await world.startWorker();
    const runAt = new Date(Date.now() + 600_000);
    await world.enqueue(app, 1, { key: 'k', runAt });
    await world.enqueue(app, 2, { key: 'k', runAt });
    expect(await world.queued()).toHaveLength(1);
    await app.get(Database).transaction((tx) => app.get(Jobs).cancel(tx, 'k'));
    expect(await world.queued()).toEqual([]);
    expect(handle).not.toHaveBeenCalled();
  });

  it('that fails is tried again later, and after the last try is given up once and kept', async () => {
    handle.mockRejectedValue(new Error('no luck'));
    const app = await world.startWorker();
    await world.enqueue(app, 1);
    await until(async () => (await world.queued())[0]?.last_error === 'no luck');
    const [waiting] = await world.queued();
    expect(waiting).toMatchObject({ attempts: 1, locked_by: null });
    expect(waiting?.wait).toBeGreaterThan(1);
    expect(giveUp).not.toHaveBeenCalled();
    await world.hurry();
    await until(async () => (await world.queued())[0]?.attempts === 2 && (await world.queued())[0]?.locked_by === null);
    await world.hurry();
    await sleep(1_200);
    expect(handle.mock.calls.map(([, { attempt }]) => attempt)).toEqual([1, 2]);
    expect(giveUp.mock.calls).toEqual([[{ n: 1 }, new Error('no luck')]]);
    expect(await world.queued()).toMatchObject([{ attempts: 2, last_error: 'no luck' }]);
  });

  it('is given up even if the first attempt at that fails', async () => {
    handle.mockRejectedValue(new Error('no luck'));
    giveUp.mockRejectedValueOnce(new Error('Postgres was away'));
    await world.startWorker();
    await world.addJob(count.name, { n: 1 }, 1);
    await until(() => giveUp.mock.calls.length === 2);
    await until(async () => (await world.queued())[0]?.last_error === 'no luck');
  });

  it('that is hopeless is given up after one try and kept', async () => {
    handle.mockRejectedValue(new Hopeless('it will not get better'));
    await world.startWorker();
    await world.addJob(count.name, { n: 1 }, 3);
    await until(async () => (await world.queued())[0]?.last_error === 'it will not get better');
    expect(giveUp).toHaveBeenCalledTimes(1);
    const { rows } = await world.client.query('select attempts, max_attempts from graphile_worker._private_jobs');
    expect(rows).toEqual([{ attempts: 1, max_attempts: 1 }]);
  });

  it('whose payload cannot be read fails like any other', async () => {
    await world.startWorker();
    await world.addJob(count.name, { n: 'one' }, 3);
    await until(async () => (await world.queued())[0]?.last_error != null);
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
    const app = await world.startWorker();
    await world.enqueue(app, 1, { job: hasty });
    await until(async () => (await world.queued())[0]?.last_error === 'it took longer than 1000 ms');
    expect(cleaned).toBe(true);
  });

  it('fails although its handler does not listen', async () => {
    handle.mockImplementation(() => new Promise(() => undefined));
    const app = await world.startWorker({ abortGraceMs: 50 });
    await world.enqueue(app, 1, { job: hasty });
    await until(async () => (await world.queued())[0]?.last_error === 'it took longer than 1000 ms');
  });
});

describe('booting', () => {
  it.each([
    ['no handler', [CountHandler, EndlessHandler], /test-minutely has no handler/],
    ['two handlers', [...allHandlers, { provide: 'second', useClass: CountHandler }], /test-count has 2 handlers/],
  ])('fails when a job has %s', async (_, handlers, message) => {
    await expect(world.startWorker({ handlers })).rejects.toThrow(message);
    // It was connected already, and a process that cannot start ends without closing anything.
    await world.cutConnections();
  });
});

describe('the metrics of a lane', () => {
  it('tell how many jobs wait, run, and are dead, and how long the oldest waits', async () => {
    handleEndless.mockImplementation(() => new Promise(() => undefined));
    await world.startWorker({ concurrency: 1, stopGraceMs: 1, abortGraceMs: 1 });
    await world.addJob(endless.name, { n: 1 }, 3);
    await until(() => handleEndless.mock.calls.length === 1);
    await world.client.query(`select graphile_worker.add_job('test-count', run_at => now() - interval '1 minute')`);
    await world.client.query(`select graphile_worker.add_job('test-count', run_at => now() + interval '1 minute')`);
    await world.client.query(`select graphile_worker.add_job('test-count', job_key => 'dead')`);
    await world.client.query(`update graphile_worker._private_jobs set attempts = max_attempts where key = 'dead'`);
    const shown = await metrics.metrics();
    for (const [state, jobs] of Object.entries({ waiting: 1, scheduled: 1, running: 1, dead: 1 })) {
      expect(shown).toContain(`moments_queue_jobs{lane="worker",state="${state}"} ${jobs}`);
    }
    expect(shown).toContain('moments_queue_dead_jobs{lane="worker",job="test-count"} 1');
    const [, seconds] = /moments_queue_oldest_waiting_seconds\{lane="worker"\} (\d+)/.exec(shown) ?? [];
    expect(Number(seconds)).toBeGreaterThanOrEqual(60);
    expect(Number(seconds)).toBeLessThan(300);
  });
});
