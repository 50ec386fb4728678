import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { defineEvent, defineSubscription, subscriptionsOf } from '../events/define-event.js';
import { defineJob, type JobDefinition, jobsOf } from './define-job.js';
import { type HandledJob, JobHandlersMismatch, matchHandlers } from './handlers.js';
import { openEnvelope } from './job-envelope.js';

const payload = z.object({ id: z.string() });
const define = (name: string, more: Partial<JobDefinition> = {}) =>
  defineJob<unknown>({ name, lane: 'worker', payload, attempts: 3, timeoutMs: 1_000, ...more });
const handler = { handle: () => Promise.resolve() };

describe('defining', () => {
  it('a job twice throws', () => {
    define('spec-twice');
    expect(() => define('spec-twice')).toThrow('job spec-twice is defined twice');
  });

  it.each([
    ['no try', { attempts: 0 }, 'has no try'],
    ['half a try', { attempts: 1.5 }, 'has no try'],
    ['no time', { timeoutMs: 0 }, 'may not take'],
    ['more time than the queue gives', { timeoutMs: 3 * 3_600_000 + 1 }, 'may not take'],
    ['a calendar that cannot be read', { cron: 'daily' }, ''],
  ])('a job with %s throws', (_, more, message) => {
    expect(() => define(`spec-broken-${JSON.stringify(more)}`, more)).toThrow(message);
  });

  it.each([{ attempts: 1 }, { timeoutMs: 1 }, { timeoutMs: 3 * 3_600_000 }, { cron: '0 3 * * *' }])(
    'a job with %j is fine',
    (more) => expect(define(`spec-fine-${JSON.stringify(more)}`, more)).toMatchObject(more),
  );

  it('gives a lane its own jobs only', () => {
    const job = define('spec-lane', { lane: 'transcoder' });
    expect(jobsOf('transcoder')).toContain(job);
    expect(jobsOf('worker')).not.toContain(job);
  });

  it('an event twice throws, as does a second subscription of one name', () => {
    const event = defineEvent({ name: 'spec-happened', payload });
    expect(() => defineEvent({ name: 'spec-happened', payload })).toThrow('event spec-happened is defined twice');
    const first = defineSubscription({ event, name: 'spec-act' });
    expect(() => defineSubscription({ event, name: 'spec-act' })).toThrow('defined twice');
    expect(subscriptionsOf('spec-happened')).toEqual([first]);
    expect(subscriptionsOf('spec-never-happened')).toEqual([]);
  });
});

describe('matchHandlers', () => {
  const [one, other] = [define('spec-one'), define('spec-other')];
  const handled = (job: JobDefinition): HandledJob => ({ job, handler: { ...handler } });

  it('pairs every job with its one handler', () => {
    const pairs = [handled(other), handled(one)];
    expect(matchHandlers([one, other], pairs).map(({ job }) => job)).toEqual([one, other]);
  });

  it('lets a handler be provided by two modules that share it', () => {
    const pair = handled(one);
    expect(matchHandlers([one], [pair, pair])).toEqual([pair]);
  });

  it('throws for jobs with no handler or two, naming each', () => {
    const match = () => matchHandlers([one, other], [handled(one), handled(one)]);
    expect(match).toThrow(JobHandlersMismatch);
    expect(match).toThrow(/spec-one has 2 handlers[^]*spec-other has no handler/);
  });
});

describe('openEnvelope', () => {
  const job = define('spec-envelope');
  const event = { id: '018f2a3b-4c5d-7e6f-8a9b-0c1d2e3f4a5b', occurredAt: '2026-01-31T12:00:00.000Z' };

  it('gives the payload of a job', () => {
    expect(openEnvelope(job, { id: 'x' })).toEqual({ payload: { id: 'x' } });
  });

  it('gives the payload of a subscription with its event', () => {
    expect(openEnvelope(job, { event, payload: { id: 'x' } })).toEqual({
      payload: { id: 'x' },
      event: { id: event.id, occurredAt: new Date(event.occurredAt) },
    });
  });

  it('takes what the calendar adds for no part of the payload', () => {
    const strict = define('spec-calendar', { payload: z.strictObject({}) });
    expect(openEnvelope(strict, { _cron: { ts: event.occurredAt, backfilled: false } })).toEqual({ payload: {} });
    expect(openEnvelope(strict, null)).toEqual({ payload: {} });
  });

  it.each([{}, { id: 1 }, [], 'x', { event: { ...event, id: 'x' }, payload: { id: 'x' } }, { event, payload: {} }])(
    'refuses %j',
    (row) => expect(() => openEnvelope(job, row)).toThrow(z.ZodError),
  );
});
