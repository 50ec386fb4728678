import type { SortedMap } from '../storage/keys.js';

export interface PageQuery {
  prefix: string;
  delimiter: string;
  /** Where to begin. */
  position: number;
  maxEntries: number;
}

/** Keys in order; those that share a start up to the delimiter are rolled up into one entry without a value. */
export interface Page<Value> {
  entries: { key: string; value: Value | undefined }[];
  truncated: boolean;
}

/** One page of a listing. */
export function listPage<Value>(map: SortedMap<Value>, query: PageQuery): Page<Value> {
  const { prefix, delimiter, maxEntries } = query;
  const entries: Page<Value>['entries'] = [];
  let position = Math.max(query.position, map.firstAtOrAfter(prefix));
  for (let entry = map.at(position); entry?.[0].startsWith(prefix); entry = map.at(position)) {
    if (entries.length >= maxEntries) return { entries, truncated: maxEntries > 0 };
    const [key, value] = entry;
    const cut = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    if (cut === -1) {
      entries.push({ key, value });
      position += 1;
    } else {
      const commonPrefix = key.slice(0, cut + delimiter.length);
      entries.push({ key: commonPrefix, value: undefined });
      position = map.firstBehindPrefix(commonPrefix);
    }
  }
  return { entries, truncated: false };
}
