import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { DomainError, IdempotencyConflict, InvalidInput, NotFound, Unauthenticated, unreachable } from './errors.js';
import { idempotencyKey, parseInput } from './validation.js';

describe('domain errors', () => {
  it('say what, where and with which values, once', () => {
    expect(new NotFound('moment', ['momentId']).problems()).toEqual([
      {
        code: 'NOT_FOUND',
        reason: 'not_found',
        message: 'There is no such moment.',
        params: { what: 'moment' },
        field: ['momentId'],
      },
    ]);
    expect(new IdempotencyConflict().problems()[0]?.field).toEqual(['idempotencyKey']);
  });

  it('carry their own name, so that a log line tells them apart', () => {
    expect(new Unauthenticated().name).toBe('Unauthenticated');
    expect(new Unauthenticated()).toBeInstanceOf(DomainError);
  });

  it('of a broken input name every broken field', () => {
    const error = new InvalidInput([
      { field: ['input', 'handle'], message: 'is too short' },
      { field: [], message: 'one of both is needed' },
    ]);
    expect(error.message).toBe('input.handle: is too short; one of both is needed');
    expect(error.problems().map(({ field }) => field)).toEqual([['input', 'handle'], []]);
  });

  it('are not what an impossible value throws', () => {
    expect(() => unreachable(1n as never)).toThrow(new Error('unexpected value 1'));
  });
});

describe('parseInput', () => {
  const schema = z.object({ handle: z.string().min(3), parts: z.array(z.object({ number: z.int() })) });

  it('gives the typed value and leaves out what nobody asked for', () => {
    expect(parseInput(schema, { handle: 'ada', parts: [], isAdmin: true })).toEqual({ handle: 'ada', parts: [] });
  });

  it('throws InvalidInput with the path of every broken field at once', () => {
    const broken = { handle: 'a', parts: [{ number: 1 }, { number: 'two' }] };
    const problems = problemsOf(() => parseInput(schema, broken));
    expect(problems.map(({ code, field }) => [code, field])).toEqual([
      ['INVALID_INPUT', ['handle']],
      ['INVALID_INPUT', ['parts', '1', 'number']],
    ]);
  });

  it('does not repeat the value in its message', () => {
    const [problem] = problemsOf(() => parseInput(z.object({ email: z.email() }), { email: 'ada at example' }));
    expect(problem?.message).not.toContain('ada');
  });
});

describe('an idempotency key', () => {
  it.each([
    [0, false],
    [1, true],
    [200, true],
    [201, false],
  ])('of %d characters is admitted: %s', (length, admitted) => {
    expect(idempotencyKey.safeParse('k'.repeat(length)).success).toBe(admitted);
  });
});

function problemsOf(work: () => unknown) {
  try {
    work();
  } catch (error) {
    if (error instanceof DomainError) return error.problems();
    throw error;
  }
  return [];
}
