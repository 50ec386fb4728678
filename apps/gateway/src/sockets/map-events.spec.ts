import { describe, expect, it } from '@jest/globals';
import { mapEvents } from './map-events.js';

/** Gives what it is told to, then waits for ever. */
function source(events: number[]): AsyncIterable<number> & { state: { left: boolean } } {
  const state = { left: false };
  const waiting = [...events];
  return {
    state,
    [Symbol.asyncIterator]: () => ({
      next: () =>
        waiting.length > 0
          ? Promise.resolve({ done: false as const, value: waiting.shift() ?? 0 })
          : new Promise<IteratorResult<number>>(() => undefined),
      return: () => {
        state.left = true;
        return Promise.resolve({ done: true as const, value: undefined });
      },
    }),
  };
}

describe('mapped events', () => {
  it('come one by one', async () => {
    const mapped = mapEvents(source([1, 2]), (event: number) => Promise.resolve(event * 10));
    expect([(await mapped.next()).value, (await mapped.next()).value]).toEqual([10, 20]);
  });

  it('leave their source at once, also while it waits for its next event', async () => {
    const events = source([]);
    const mapped = mapEvents(events, (event: number) => Promise.resolve(event));
    void mapped.next();
    expect(await mapped.return?.()).toEqual({ done: true, value: undefined });
    expect(events.state.left).toBe(true);
  });
});
