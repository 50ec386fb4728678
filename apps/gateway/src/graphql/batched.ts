import DataLoader from 'dataloader';
import type { GraphqlContext, ViewerContext } from './context.js';

/** Loads one thing at a time for resolvers while reading all of a request's things at once. */
export interface Batched<Key, Value> {
  /** `undefined` when there is no such thing. The same key is read once per request. */
  load(context: GraphqlContext, key: Key): Promise<Value | undefined>;
  /** Puts in what the request has read already by another way. */
  prime(context: GraphqlContext, key: Key, value: Value): void;
  /** Forgets a value that a mutation has changed. */
  clear(context: GraphqlContext, key: Key): void;
}

/** Makes a per-request loader of a read that takes many keys; `read` may leave out keys that it does not find. */
export function batched<Key extends string, Value>(
  read: (keys: readonly Key[], viewer: ViewerContext) => Promise<ReadonlyMap<Key, Value>>,
): Batched<Key, Value> {
  const loaders = new WeakMap<GraphqlContext, DataLoader<Key, Value | undefined>>();
  const loaderOf = (context: GraphqlContext) => {
    const existing = loaders.get(context);
    if (existing) return existing;
    const loader = new DataLoader<Key, Value | undefined>(
      async (keys) => {
        const found = await read(keys, context.viewer);
        return keys.map((key) => found.get(key));
      },
      { maxBatchSize: 500 },
    );
    loaders.set(context, loader);
    return loader;
  };
  return {
    load: (context, key) => loaderOf(context).load(key),
    prime: (context, key, value) => void loaderOf(context).prime(key, value),
    clear: (context, key) => void loaderOf(context).clear(key),
  };
}
