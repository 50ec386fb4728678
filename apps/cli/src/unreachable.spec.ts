import { describe, expect, it } from '@jest/globals';
import { unreachable } from './unreachable.js';

const refused = Object.assign(new Error('connect'), { code: 'ECONNREFUSED', address: '127.0.0.1', port: 5432 });

describe('a server that does not answer', () => {
  it.each([
    ['itself', refused],
    ['as a cause', new Error('it failed', { cause: refused })],
    ['among several', new AggregateError([new Error('other'), refused])],
  ])('is named when it is told of %s', (_, error) => {
    expect(unreachable(error)).toMatch(/^No answer from 127\.0\.0\.1:5432 \(ECONNREFUSED\)/);
  });

  it('is told of when it answers, but lets nobody in', () => {
    const error = Object.assign(new Error('password authentication failed'), { code: '28P01' });
    expect(unreachable(error)).toBe('The database does not let us in: password authentication failed (28P01).');
  });

  it('is told of when it goes away in the middle', () => {
    expect(unreachable(new Error('Connection terminated unexpectedly'))).toBe(
      'A server is away: Connection terminated unexpectedly.',
    );
  });

  it('is nothing that is said of other failures', () => {
    expect(unreachable(new TypeError('a mistake of ours'))).toBeUndefined();
    expect(unreachable(Object.assign(new Error('duplicate key'), { code: '23505' }))).toBeUndefined();
  });
});
