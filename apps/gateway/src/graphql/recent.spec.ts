import { describe, expect, it, jest } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { recent } from './recent.js';

const reader = () => jest.fn((keys: readonly string[]) => Promise.resolve(new Map(keys.map((key) => [key, { key }]))));

describe('what was read lately', () => {
  it('is not read again, and only what is missing is', async () => {
    const read = reader();
    const values = recent<string, { key: string }>({ max: 10, staleMs: 60_000 });

    await values.through(['a', 'b'], read);
    expect([...(await values.through(['a', 'c'], read)).keys()].sort()).toEqual(['a', 'c']);
    expect(read.mock.calls).toEqual([[['a', 'b']], [['c']]]);
  });

  it('is read again once it is too old', async () => {
    const read = reader();
    const values = recent<string, { key: string }>({ max: 10, staleMs: 5 });

    await values.through(['a'], read);
    await sleep(20);
    await values.through(['a'], read);
    expect(read).toHaveBeenCalledTimes(2);
  });

  it('is read again once it is forgotten', async () => {
    const read = reader();
    const values = recent<string, { key: string }>({ max: 10, staleMs: 60_000 });

    await values.through(['a', 'b'], read);
    values.forget('a');
    await values.through(['a', 'b'], read);
    expect(read.mock.calls).toEqual([[['a', 'b']], [['a']]]);
  });

  it('does not remember that something was not there', async () => {
    const values = recent<string, { key: string }>({ max: 10, staleMs: 60_000 });

    expect((await values.through(['a'], () => Promise.resolve(new Map()))).size).toBe(0);
    expect((await values.through(['a'], reader())).size).toBe(1);
  });
});
