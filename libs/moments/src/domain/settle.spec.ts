import { describe, expect, it } from '@jest/globals';
import type { Problem } from '@moments/kernel';
import { settle } from './settle.js';

const now = new Date('2026-06-01T12:00:00Z');
const ready = (content: string) => ({ status: 'ready' as const, content });
const atOnce = { publishAt: null, released: true };
const failure: Problem = { code: 'UNSUPPORTED_MEDIA', reason: 'broken', message: 'It is broken.', params: {} };

describe('settling a moment', () => {
  it('waits while anything is still being made', () => {
    expect(settle([ready('a'), { status: 'processing' }], atOnce, now)).toEqual({ outcome: 'waiting' });
    expect(settle([ready('a'), undefined], atOnce, now)).toEqual({ outcome: 'waiting' });
  });

  it('fails with the first that failed, and says which upload it was', () => {
    expect(settle([{ status: 'queued' }, { status: 'failed', failure }], atOnce, now)).toEqual({
      outcome: 'failed',
      failure: { ...failure, field: ['uploadIds', '1'] },
    });
  });

  it('publishes what is ready, in the order of the uploads', () => {
    expect(settle([ready('a'), ready('b')], atOnce, now)).toEqual({
      outcome: 'ready',
      status: 'PUBLISHED',
      contents: ['a', 'b'],
    });
  });

  it.each([
    [-1, 'PUBLISHED'],
    [0, 'PUBLISHED'],
    [1, 'DRAFT'],
  ])('with an hour %i ms from now it is %s', (difference, status) => {
    expect(
      settle([ready('a')], { publishAt: new Date(now.getTime() + difference), released: true }, now),
    ).toMatchObject({ status });
  });

  it('keeps what is ready as a draft until it is let out, whatever its hour', () => {
    const early = { publishAt: new Date(now.getTime() - 1), released: false };
    expect(settle([ready('a')], early, now)).toMatchObject({ outcome: 'ready', status: 'DRAFT' });
    expect(settle([ready('a')], { ...early, publishAt: null }, now)).toMatchObject({ status: 'DRAFT' });
  });
});
