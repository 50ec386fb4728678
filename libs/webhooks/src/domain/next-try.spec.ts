import { expect, it } from '@jest/globals';
import { nextTryAt } from './next-try.js';

const now = new Date('2026-11-22T12:00:00Z');
const rule = { attempts: 5, firstRetrySeconds: 10 };

it('waits twice as long each time, and gives up after the last try', () => {
  const waits = [1, 2, 3, 4, 5].map((failed) => nextTryAt(failed, rule, now)?.getTime());
  expect(waits).toEqual([10, 20, 40, 80, undefined].map((wait) => wait && now.getTime() + wait * 1_000));
});
