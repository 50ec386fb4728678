import { describe, expect, it } from '@jest/globals';
import { paidEvents } from './paid-events.js';

async function* three(): AsyncGenerator<number> {
  await Promise.resolve();
  yield* [1, 2, 3];
}

describe('events that are paid for', () => {
  it('come in their order, each once, after as many tries as it takes', async () => {
    const answers = [0, 0.001, 0.001, 0, 0.001, 0];
    const told: number[] = [];
    for await (const event of paidEvents(three(), () => Promise.resolve(answers.shift()!))) told.push(event);
    expect(told).toEqual([1, 2, 3]);
    expect(answers).toEqual([]);
  });

  it('are not waited for by whoever leaves, and the source is left too', async () => {
    const source = three();
    const events = paidEvents(source, () => Promise.resolve(3_600));
    const waiting = events.next();
    await events.return?.();
    expect(await waiting).toEqual({ done: true, value: undefined });
    expect(await source.next()).toEqual({ done: true, value: undefined });
  });

  it('end with the error when they cannot be paid for at all', async () => {
    const events = paidEvents(three(), () => Promise.reject(new Error('no budget')));
    await expect(events.next()).rejects.toThrow('no budget');
  });
});
