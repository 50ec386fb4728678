import { describe, expect, it } from '@jest/globals';
import { NotFound } from '@moments/kernel';
import { QueryFailedError } from 'typeorm';
import { Log } from './log.js';
import { withRequestContext } from './request-context.js';

function logged(write: (log: Log) => void, level = 'debug'): Record<string, unknown>[] {
  const lines: string[] = [];
  write(new Log({ service: 'test', level, destination: { write: (line) => void lines.push(line) } }));
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

const leaked = (write: (log: Log) => void, secret: string): boolean => JSON.stringify(logged(write)).includes(secret);

describe('a log line', () => {
  it('tells when, where, how bad and what', () => {
    expect(logged((log) => log.warn({ uploadId: 'u1' }, 'upload expired'))).toEqual([
      { level: 'warn', time: expect.any(String), service: 'test', uploadId: 'u1', msg: 'upload expired' },
    ]);
  });

  it('carries the request that it belongs to', () => {
    const [line] = logged((log) => withRequestContext({ requestId: 'r1' }, () => log.log({}, 'served')));
    expect(line?.requestId).toBe('r1');
  });

  it('is not written below the level that is set', () => {
    expect(logged((log) => log.debug({}, 'detail'), 'info')).toEqual([]);
    expect(logged((log) => log.fatal({}, 'end'), 'silent')).toEqual([]);
  });

  it('takes what Nest writes: a message and its context, of errors also the stack', () => {
    expect(logged((log) => log.log('ready', 'NestFactory'))[0]).toMatchObject({ msg: 'ready', context: 'NestFactory' });
    expect(logged((log) => log.error('failed', 'at x.ts', 'Handler'))[0]).toMatchObject({
      msg: 'failed',
      stack: 'at x.ts',
      context: 'Handler',
    });
  });
});

describe('personal data', () => {
  it.each([
    'email',
    'password',
    'refreshToken',
    'password_hash',
    'ipAddress',
    'displayName',
    'set-cookie',
    'APISecret',
  ])('under %s never reaches a line, at any depth', (key) => {
    expect(leaked((log) => log.log({ [key]: 'ada' }, 'x'), 'ada')).toBe(false);
    expect(leaked((log) => log.log({ a: { b: { c: { d: [{ [key]: ['ada'] }] } } } }, 'x'), 'ada')).toBe(false);
  });

  it.each(['clip', 'skipped', 'innerWidth', 'handle', 'key'])('is not suspected under %s', (key) => {
    expect(logged((log) => log.log({ [key]: 'value' }, 'x'))[0]?.[key]).toBe('value');
  });

  it.each([
    ['mail to ada.l+x@mail.example.org failed', 'ada.l'],
    ['GET https://s3/b/k?X-Amz-Signature=abc123&partNumber=1', 'abc123'],
    ['authorization: Bearer abc.def-123', 'abc.def'],
    ['token eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiIxIn0.c2ln is expired', 'eyJ'],
    ['connect postgres://moments:s3cret@localhost/moments', 's3cret'],
  ])('in the text %j is taken out', (text, secret) => {
    expect(leaked((log) => log.log({}, text), secret)).toBe(false);
    expect(leaked((log) => log.error(text), secret)).toBe(false);
    expect(leaked((log) => log.error({ err: new Error(text) }, 'failed'), secret)).toBe(false);
    expect(leaked((log) => log.error(new Error('outer', { cause: new Error(text) })), secret)).toBe(false);
  });

  it('of a failed statement stays out: neither its parameters nor the row are told, only the constraint', () => {
    const driverError = Object.assign(new Error('duplicate key value violates unique constraint'), {
      code: '23505',
      constraint: 'accounts_email_key',
      detail: 'Key (email)=(ada) already exists.',
    });
    const failed = new QueryFailedError('insert into accounts values ($1)', ['ada'], driverError);
    expect(leaked((log) => log.error({ err: failed }, 'x'), 'ada')).toBe(false);
    expect(logged((log) => log.error({ err: failed }, 'x'))[0]?.err).toMatchObject({
      type: 'QueryFailedError',
      constraint: 'accounts_email_key',
    });
  });
});

describe('an error in a line', () => {
  it('keeps its type, message, code, stack and cause', () => {
    const [line] = logged((log) => log.error({ err: new Error('outer', { cause: new NotFound('moment') }) }, 'failed'));
    expect(line?.err).toMatchObject({
      type: 'Error',
      message: 'outer',
      stack: expect.stringContaining('log.spec'),
      cause: { type: 'NotFound', code: 'NOT_FOUND' },
    });
  });

  it('does not break the line when it is part of a circle or carries big numbers', () => {
    const circle: Record<string, unknown> = { minor: 1n };
    circle.self = circle;
    expect(logged((log) => log.log(circle, 'round'))[0]).toMatchObject({ msg: 'round', minor: '1' });
  });
});
