import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../../../../test/support/eventually.js';
import { Database } from '../database/database.js';
import {
  endless,
  giveUpEndless,
  handle,
  handleEndless,
  handleMinutely,
  JobsWorld,
  minutely,
} from '../testing/jobs-world.js';

let world: JobsWorld;

beforeAll(async () => {
  world = await JobsWorld.open();
});
afterEach(() => world.refresh());
afterAll(() => world.close());

async function kill(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

describe('a process that is asked to stop', () => {
  it('waits for its running job, which still has the database, and takes no other', async () => {
    const app = await world.startWorker({ concurrency: 1 });
    const asked = new AbortController();
    handle.mockImplementation(async () => {
      await once(asked.signal, 'abort');
      await sleep(300);
      await app.get(Database).transaction((tx) => tx.query('select 1'));
    });
    await world.enqueue(app, 1);
    await world.enqueue(app, 2);
    await until(() => handle.mock.calls.length === 1);
    const closed = app.close();
    asked.abort();
    await closed;
    expect(handle).toHaveBeenCalledTimes(1);
    expect(await world.queued()).toMatchObject([{ attempts: 0, locked_by: null }]);
  });

  it('aborts what takes longer than its grace, and the cut-off try does not count', async () => {
    handleEndless.mockImplementation(() => new Promise(() => undefined));
    const app = await world.startWorker({ stopGraceMs: 100, abortGraceMs: 50 });
    await world.addJob(endless.name, { n: 1 }, 1);
    await until(() => handleEndless.mock.calls.length === 1);
    await app.close();
    expect(await world.queued()).toMatchObject([{ attempts: 0, locked_by: null }]);
    expect(giveUpEndless).not.toHaveBeenCalled();
  });
});

describe('a job of a process that was killed', () => {
  it('is taken up by another process', async () => {
    await world.addJob(endless.name, { n: 7 }, 2);
    const child = await world.startEndlessProcess();
    await world.startWorker();
    await kill(child);
    await until(() => handleEndless.mock.calls.length === 1);
    expect(handleEndless.mock.calls[0]?.[0]).toEqual({ n: 7 });
    await until(async () => (await world.queued()).length === 0);
    expect(giveUpEndless).not.toHaveBeenCalled();
  });

  it('on its last try is given up by another process and kept as a dead letter', async () => {
    await world.addJob(endless.name, { n: 8 }, 1);
    const child = await world.startEndlessProcess();
    giveUpEndless.mockRejectedValueOnce(new Error('Postgres was away'));
    await Promise.all([world.startWorker(), world.startWorker()]);
    await kill(child);
    await until(() => giveUpEndless.mock.calls.length === 2);
    await until(async () => (await world.queued())[0]?.locked_by === null);
    expect(giveUpEndless.mock.calls[1]).toEqual([{ n: 8 }, new Error('the process was killed on the last try')]);
    expect(handleEndless).not.toHaveBeenCalled();
    expect(await world.queued()).toMatchObject([{ attempts: 1 }]);
  });

  it('is left alone while the process lives, even when its connections are cut', async () => {
    await world.addJob(endless.name, { n: 9 }, 2);
    const child = await world.startEndlessProcess();
    await world.startWorker({ rescueGraceMs: 8_000 });
    const [before] = await world.queued();
    // Longer in all than what a process is given that has lost its connections once.
    for (let cut = 0; cut < 3; cut += 1) {
      await world.cutConnections();
      await sleep(3_000);
    }
    expect(child.exitCode).toBeNull();
    expect(await world.queued()).toMatchObject([{ locked_by: before?.locked_by, attempts: 1 }]);
    expect(handleEndless).not.toHaveBeenCalled();
  });
});

describe('a restart of Postgres', () => {
  it('costs no job: the running one is completed, new ones are taken', async () => {
    const app = await world.startWorker();
    handle.mockImplementationOnce(async () => {
      await world.cutConnections();
    });
    await world.enqueue(app, 1);
    await until(async () => handle.mock.calls.length === 1 && (await world.queued()).length === 0);
    await until(async () =>
      world.enqueue(app, 2).then(
        () => true,
        () => false,
      ),
    );
    await until(async () => handle.mock.calls.length === 2 && (await world.queued()).length === 0);
  });

  it('lets the process take its lock again', async () => {
    await world.startWorker();
    await until(async () => (await world.lockHolders()).length === 1);
    const [before] = await world.lockHolders();
    await world.cutConnections();
    await until(async () => {
      const [holder] = await world.lockHolders();
      return holder !== undefined && holder !== before;
    });
  });
});

describe('a schedule that nobody ran', () => {
  it('is made up for, each minute at most once though two processes start at the same time', async () => {
    await world.client.query(
      `insert into graphile_worker._private_known_crontabs (identifier, known_since, last_execution)
       values ($1, now() - interval '1 day', now() - interval '5 minutes')
       on conflict (identifier) do update set last_execution = excluded.last_execution`,
      [minutely.name],
    );
    handleMinutely.mockImplementation(() => new Promise(() => undefined));
    await Promise.all([
      world.startWorker({ calendar: true, stopGraceMs: 1, abortGraceMs: 1 }),
      world.startWorker({ calendar: true, stopGraceMs: 1, abortGraceMs: 1 }),
    ]);
    await until(() => handleMinutely.mock.calls.length > 0);
    await sleep(500);
    const { rows } = await world.client.query<{ added: number; minutes: number; tries: number }>(
      `select count(*)::int as added, count(distinct payload->'_cron'->>'ts')::int as minutes, min(max_attempts) as tries
         from graphile_worker._private_jobs`,
    );
    expect(rows[0]?.tries).toBe(minutely.attempts);
    expect(rows[0]?.added).toBe(rows[0]?.minutes);
  });
});
