import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { INestApplicationContext } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { until } from '../../../../test/support/eventually.js';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/stack.js';
import { Database } from '../database/database.js';
import { HandlesJob, type JobContext, type JobHandler } from '../jobs/handles-job.js';
import { Jobs } from '../jobs/jobs.js';
import { startTestWorker } from '../testing/worker.js';
import { defineEvent, defineSubscription, deliverEvent } from './define-event.js';
import { Events } from './events.js';

const told = z.object({ n: z.number() });
const happened = defineEvent({ name: 'test-happened', payload: told });
const first = defineSubscription({ event: happened, name: 'test-first', attempts: 3 });
const second = defineSubscription({ event: happened, name: 'test-second', attempts: 3 });

type Handle = (payload: { n: number }, context: JobContext) => Promise<void>;
const onFirst = jest.fn<Handle>();
const onSecond = jest.fn<Handle>();

@HandlesJob(first)
class FirstHandler implements JobHandler<{ n: number }> {
  handle: Handle = (payload, context) => onFirst(payload, context);
}

@HandlesJob(second)
class SecondHandler implements JobHandler<{ n: number }> {
  handle: Handle = (payload, context) => onSecond(payload, context);
}

let testDatabase: TestDatabase;
let app: INestApplicationContext;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  app = await startTestWorker({ databaseUrl: testDatabase.url, handlers: [FirstHandler, SecondHandler] });
});

beforeEach(async () => {
  onFirst.mockReset();
  onSecond.mockReset();
  await app.get(Database).transaction((tx) => tx.query('delete from graphile_worker._private_jobs'));
});

afterAll(async () => {
  await app.close();
  await testDatabase.drop();
});

const emit = (n: number) => app.get(Database).transaction((tx) => app.get(Events).emit(tx, happened, { n }));

describe('an event', () => {
  it('reaches every subscription once, with its id and time', async () => {
    await emit(1);
    await until(() => onFirst.mock.calls.length > 0 && onSecond.mock.calls.length > 0);
    await sleep(300);
    expect([onFirst.mock.calls.length, onSecond.mock.calls.length]).toEqual([1, 1]);
    const [payload, { event }] = onFirst.mock.calls[0]!;
    expect(payload).toEqual({ n: 1 });
    expect(event?.occurredAt).toBeInstanceOf(Date);
    expect(onSecond.mock.calls[0]?.[1].event).toEqual(event);
  });

  it('is not told when its transaction is rolled back', async () => {
    const broken = app.get(Database).transaction(async (tx) => {
      await app.get(Events).emit(tx, happened, { n: 2 });
      throw new Error('rolled back');
    });
    await expect(broken).rejects.toThrow('rolled back');
    await emit(3);
    await until(() => onFirst.mock.calls.length > 0);
    expect(onFirst.mock.calls.map(([{ n }]) => n)).toEqual([3]);
  });

  it('is not emitted with a payload that its schema refuses', async () => {
    await expect(emit(NaN)).rejects.toThrow(z.ZodError);
  });

  it('reaches the others although one subscriber fails, and that one again later', async () => {
    onFirst.mockRejectedValueOnce(new Error('no luck'));
    await emit(4);
    await until(() => onSecond.mock.calls.length === 1);
    await until(() => onFirst.mock.calls.length >= 2);
    expect(onSecond).toHaveBeenCalledTimes(1);
  });

  it('delivered twice is one job of each subscription while that waits', async () => {
    onFirst.mockRejectedValue(new Error('no luck'));
    onSecond.mockRejectedValue(new Error('no luck'));
    const delivery = {
      id: '018f2a3b-4c5d-7e6f-8a9b-0c1d2e3f4a5b',
      event: happened.name,
      occurredAt: '2026-01-31T12:00:00.000Z',
      payload: { n: 5 },
    };
    const deliver = () => app.get(Database).transaction((tx) => app.get(Jobs).enqueue(tx, deliverEvent, delivery));
    await deliver();
    await until(() => onFirst.mock.calls.length >= 1 && onSecond.mock.calls.length >= 1);
    await sleep(200);
    await deliver();
    await until(() => onFirst.mock.calls.length >= 2 && onSecond.mock.calls.length >= 2);
    await sleep(200);
    const { rows } = await app
      .get(Database)
      .pool.query(`select key from graphile_worker.jobs where key like $1 order by key`, [`${delivery.id}:%`]);
    expect(rows).toEqual([{ key: `${delivery.id}:test-first` }, { key: `${delivery.id}:test-second` }]);
  });
});
