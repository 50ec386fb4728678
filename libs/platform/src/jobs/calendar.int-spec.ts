import { afterAll, afterEach, beforeAll, expect, it, jest } from '@jest/globals';
import type { INestApplicationContext } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/stack.js';
import { startTestWorker, type TestWorkerOptions } from '../testing/worker.js';
import { Calendar } from './calendar.js';
import { defineJob } from './define-job.js';
import { HandlesJob, type JobHandler } from './handles-job.js';

const nightly = defineJob({
  name: 'test-nightly',
  lane: 'worker',
  payload: z.looseObject({}),
  attempts: 3,
  timeoutMs: 60_000,
  // Once in four years: not while this is tested.
  cron: '0 0 29 2 *',
});

const patience = { giveUpAfterMs: 100_000 };
const handle = jest.fn<() => Promise<void>>();

@HandlesJob(nightly)
class NightlyHandler implements JobHandler<object> {
  handle = () => handle();
}

let testDatabase: TestDatabase;
let worker: INestApplicationContext | undefined;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
});
afterEach(async () => {
  await worker?.close();
  handle.mockReset();
});
afterAll(() => testDatabase.drop());

async function start(options: Partial<TestWorkerOptions> = {}): Promise<Calendar> {
  worker = await startTestWorker({ databaseUrl: testDatabase.url, handlers: [NightlyHandler], ...options });
  return worker.get(Calendar);
}

it('a job of the calendar that is asked for is run at once, and whoever asked waits for its end', async () => {
  const calendar = await start();
  let ended = false;
  handle.mockImplementation(async () => {
    await sleep(300);
    ended = true;
  });
  expect(calendar.all()).toEqual([nightly]);
  expect(await calendar.run([nightly], patience)).toEqual([{ job: nightly.name }]);
  expect(ended).toBe(true);
});

it('one that fails is told with its error, and stays to be tried again', async () => {
  const calendar = await start();
  handle.mockRejectedValue(new Error('the night was too short'));
  const [outcome] = await calendar.run([nightly], patience);
  expect(outcome?.error).toContain('the night was too short');
});

it('one that runs already is waited for and then done once more, never twice at once', async () => {
  const calendar = await start();
  let [running, most] = [0, 0];
  handle.mockImplementation(async () => {
    most = Math.max(most, (running += 1));
    await sleep(400);
    running -= 1;
  });
  const first = calendar.run([nightly], patience);
  while (running === 0) await sleep(10);
  expect(await calendar.run([nightly], patience)).toEqual([{ job: nightly.name }]);
  await first;
  expect([handle.mock.calls.length, most]).toEqual([2, 1]);
});

it('a worker without a calendar runs what is asked for all the same', async () => {
  const calendar = await start({ calendar: false });
  handle.mockResolvedValue();
  await calendar.run([nightly], patience);
  expect(handle).toHaveBeenCalledTimes(1);
});
