import { LRUCache } from 'lru-cache';

/** What was read lately and is the same for everybody. */
export interface Recent<Key extends string, Value extends object> {
  /** Values of the keys; only those that are not in memory, or too old there, are read. */
  through(
    keys: readonly Key[],
    read: (missing: readonly Key[]) => Promise<ReadonlyMap<Key, Value>>,
  ): Promise<Map<Key, Value>>;
  /** Reads a key anew next time, in this process. */
  forget(key: Key): void;
}

/** Keeps up to `max` values for `staleMs` each, in this process. */
export function recent<Key extends string, Value extends object>(options: {
  max: number;
  staleMs: number;
}): Recent<Key, Value> {
  const cache = new LRUCache<Key, Value>({ max: options.max, ttl: options.staleMs });
  return {
    async through(keys, read) {
      const values = new Map<Key, Value>();
      const missing: Key[] = [];
      for (const key of keys) {
        const known = cache.get(key);
        if (known) values.set(key, known);
        else missing.push(key);
      }
      if (missing.length === 0) return values;
      for (const [key, value] of await read(missing)) {
        cache.set(key, value);
        values.set(key, value);
      }
      return values;
    },
    forget: (key) => void cache.delete(key),
  };
}
