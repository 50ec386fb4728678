import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Bell } from './bell.js';

// Time stands still unless a test moves it: whoever is woken here was woken by the bell.
beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

describe('a bell', () => {
  it('wakes at once when it is rung or closed, and leaves no timer behind', async () => {
    const bell = new Bell();
    for (const wake of [() => bell.ring(), () => bell.close()]) {
      const waiting = bell.rung(5_000);
      wake();
      await waiting;
    }
    expect(bell.closed).toBe(true);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('keeps one ring for whoever waits next, and only for them', async () => {
    const bell = new Bell();
    bell.ring();
    bell.ring();
    await bell.rung(5_000);
    void bell.rung(5_000);
    expect(jest.getTimerCount()).toBe(1);
  });

  it('wakes without a ring when the time is over, not before', async () => {
    const bell = new Bell();
    let woken = false;
    const waiting = bell.rung(5_000).then(() => (woken = true));
    await jest.advanceTimersByTimeAsync(4_999);
    expect(woken).toBe(false);
    await jest.advanceTimersByTimeAsync(1);
    await waiting;
  });
});
