import { S3ServiceException } from '@aws-sdk/client-s3';
import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { ClientOfflineError, SocketTimeoutError } from 'redis';
import { QueryFailedError } from 'typeorm';
import { isAway } from './away.js';

const said = (code: string) => Object.assign(new pg.DatabaseError('of the server', 0, 'error'), { code });
const byTypeOrm = (cause: Error) => new QueryFailedError('select 1', [], cause);
const named = (name: string) => Object.assign(new Error('from the client'), { name });
const network = (code: string) => Object.assign(new Error('connect'), { code });
const answered = (httpStatusCode: number) =>
  new S3ServiceException({ name: 'SlowDown', $fault: 'client', $metadata: { httpStatusCode } });

describe('a server of ours is away', () => {
  it.each<[string, unknown]>([
    ['nobody listens there', network('ECONNREFUSED')],
    ['nobody listens at any of its addresses', new AggregateError([network('EHOSTUNREACH'), network('ECONNREFUSED')])],
    ['PostgreSQL starts', said('57P03')],
    ['PostgreSQL is stopped by its operator', byTypeOrm(said('57P01'))],
    ['PostgreSQL has no connection left', said('53300')],
    ['PostgreSQL has no room on its disk', byTypeOrm(said('53100'))],
    ['PostgreSQL is a standby since a moment ago', said('25006')],
    ['the connection to PostgreSQL ends in the middle', byTypeOrm(new Error('Connection terminated unexpectedly'))],
    ['the pool has no connection to give', new Error('timeout exceeded when trying to connect')],
    ['PostgreSQL does not answer', new Error('Query read timeout')],
    ['Redis is not connected', new ClientOfflineError()],
    ['Redis does not answer', new SocketTimeoutError(5_000)],
    ['the store does not answer in time', named('AbortError')],
    ['the store cannot be connected in time', named('TimeoutError')],
    ['the store says that it is too busy', answered(503)],
  ])('when %s', (_, error) => {
    expect(isAway(error)).toBe(true);
  });

  it.each<[string, unknown]>([
    ['a rule of the database is broken', byTypeOrm(said('23505'))],
    ['a statement took too long', said('57014')],
    ['a statement is wrong', said('42601')],
    ['the store knows no such object', answered(404)],
    ['something is wrong with us', new TypeError('undefined is not a function')],
    ['what is thrown is no error', 'ECONNREFUSED'],
  ])('but not when %s', (_, error) => {
    expect(isAway(error)).toBe(false);
  });
});
