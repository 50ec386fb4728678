import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Hands on each event once it is paid for. `pay` gives 0, or after how many seconds to try again; whoever leaves does not
 * wait until then. Events wait where they come from, so what groups or limits them there goes on doing so.
 */
export function paidEvents<Event>(
  source: AsyncIterable<Event>,
  pay: () => Promise<number>,
): AsyncIterableIterator<Event> {
  const events = source[Symbol.asyncIterator]();
  const left = new AbortController();
  const paid = async (): Promise<boolean> => {
    for (;;) {
      const seconds = left.signal.aborted ? 0 : await pay();
      if (seconds === 0 || left.signal.aborted) return !left.signal.aborted;
      await sleep(seconds * 1_000, undefined, { signal: left.signal }).catch(() => undefined);
    }
  };
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next: async () => {
      const step = await events.next();
      if (!step.done && (await paid())) return { done: false, value: step.value };
      return { done: true, value: undefined };
    },
    return: async () => {
      left.abort();
      await events.return?.();
      return { done: true, value: undefined };
    },
  };
}
