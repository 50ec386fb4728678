/**
 * Maps each event. Not a generator: leaving one that waits for its next event would wait with it, and the source would
 * stay open until something happens.
 */
export function mapEvents<Event, Mapped>(
  source: AsyncIterable<Event>,
  map: (event: Event) => Promise<Mapped>,
): AsyncIterableIterator<Mapped> {
  const events = source[Symbol.asyncIterator]();
  const mapped = async ({ done, value }: IteratorResult<Event>): Promise<IteratorResult<Mapped>> =>
    done ? { done, value: undefined } : { done: false, value: await map(value) };
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next: async () => mapped(await events.next()),
    return: async () => {
      await events.return?.();
      return { done: true, value: undefined };
    },
  };
}
