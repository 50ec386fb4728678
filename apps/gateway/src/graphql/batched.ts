import DataLoader from 'dataloader';
import type { GraphqlContext, ViewerContext } from './context.js';

const maxBatchSize = 500;

/** Loads one thing at a time for resolvers while reading all of a request's things at once. */
export interface Batched<Key, Value> {
  /** `undefined` when there is no such thing. The same key is read once per request. */
  load(context: GraphqlContext, key: Key): Promise<Value | undefined>;
  /** Forgets a value that a mutation has changed. */
  clear(context: GraphqlContext, key: Key): void;
  /** Keeps what was read in another way, so that it is not read again. */
  prime(context: GraphqlContext, key: Key, value: Value): void;
}

/** Makes a per-request loader of a read that takes many keys; `read` may leave out keys that it does not find. */
export function batched<Key extends string, Value>(
  read: (keys: readonly Key[], viewer: ViewerContext) => Promise<ReadonlyMap<Key, Value>>,
): Batched<Key, Value> {
  const loaderOf = perRequest(
    (context) =>
      new DataLoader<Key, Value | undefined>(
        async (keys) => {
          const found = await read(keys, context.viewer);
          return keys.map((key) => found.get(key));
        },
        { maxBatchSize },
      ),
  );
  return {
    load: (context, key) => loaderOf(context).load(key),
    clear: (context, key) => void loaderOf(context).clear(key),
    prime: (context, key, value) => void loaderOf(context).clear(key).prime(key, value),
  };
}

/** Loads what a thing has under some arguments (a page of its list), all that is asked for side by side at once. */
export interface BatchedBy<Key, Args, Value> {
  /** `undefined` when the read left the key out. */
  load(context: GraphqlContext, key: Key, args: Args): Promise<Value | undefined>;
}

/**
 * Makes a per-request loader of a read that takes many keys and one set of arguments (plain data): one read for each
 * different set, each key once. Nothing is kept between reads, so what a mutation has changed is never told as it was.
 */
export function batchedBy<Key extends string, Args, Value>(
  read: (keys: readonly Key[], args: Args, viewer: ViewerContext) => Promise<ReadonlyMap<Key, Value>>,
): BatchedBy<Key, Args, Value> {
  interface Asked {
    key: Key;
    args: Args;
    argsName: string;
  }
  const readAll = async (asked: readonly Asked[], viewer: ViewerContext) => {
    const sets = new Map(asked.map(({ argsName, args }) => [argsName, { args, keys: new Set<Key>() }]));
    for (const { key, argsName } of asked) sets.get(argsName)?.keys.add(key);
    const found = new Map(
      await Promise.all(
        [...sets].map(async ([argsName, { args, keys }]) => [argsName, await read([...keys], args, viewer)] as const),
      ),
    );
    return asked.map(({ key, argsName }) => found.get(argsName)?.get(key));
  };
  const loaderOf = perRequest(
    ({ viewer }) =>
      new DataLoader<Asked, Value | undefined>((asked) => readAll(asked, viewer), { cache: false, maxBatchSize }),
  );
  return {
    load: (context, key, args) => loaderOf(context).load({ key, args, argsName: JSON.stringify(args) }),
  };
}

function perRequest<Loader>(make: (context: GraphqlContext) => Loader): (context: GraphqlContext) => Loader {
  const loaders = new WeakMap<GraphqlContext, Loader>();
  return (context) => {
    const existing = loaders.get(context);
    if (existing) return existing;
    const loader = make(context);
    loaders.set(context, loader);
    return loader;
  };
}
