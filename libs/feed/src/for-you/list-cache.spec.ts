import { describe, expect, it } from '@jest/globals';
import { newId } from '@moments/kernel';
import { FeedList } from './feed-list.js';
import { ListCache } from './list-cache.js';
import type { ListChunk } from './list-chunk.js';

const chunk = (length: number): ListChunk => ({
  candidates: Array.from({ length }, () => ({ momentId: newId(), authorId: newId() })),
  regions: undefined,
  older: { atMicros: '1', id: newId() },
});

const aList = (id: string, length: number, cache?: ListCache) =>
  new FeedList(
    id,
    chunk(length),
    () => Promise.resolve(chunk(10)),
    (grown) => cache?.keep(grown),
  );

const kept = (cache: ListCache, ...ids: string[]) => ids.filter((id) => cache.get(id));

describe('the lists in memory', () => {
  it('hold so many candidates together, and lose the list that was used longest ago', () => {
    const cache = new ListCache(30);
    for (const id of ['a', 'b', 'c']) cache.keep(aList(id, 10));
    expect(kept(cache, 'b', 'c', 'a')).toEqual(['b', 'c', 'a']);
    cache.keep(aList('d', 1));
    expect(kept(cache, 'a', 'b', 'c', 'd')).toEqual(['a', 'c', 'd']);
  });

  it('count what a list has grown by since', async () => {
    const cache = new ListCache(30);
    const growing = aList('a', 10, cache);
    cache.keep(aList('b', 10));
    cache.keep(growing);
    await growing.stretch(0, 20);
    expect(kept(cache, 'b', 'a')).toEqual(['b', 'a']);
    await growing.stretch(0, 30);
    expect(growing.length).toBe(30);
    expect(kept(cache, 'a', 'b')).toEqual(['a']);
  });

  it('do not hold one that is too long by itself', () => {
    const cache = new ListCache(30);
    cache.keep(aList('long', 31));
    expect(kept(cache, 'long')).toEqual([]);
  });

  it('hold an empty one', () => {
    const cache = new ListCache(30);
    cache.keep(aList('empty', 0));
    expect(kept(cache, 'empty')).toEqual(['empty']);
  });
});
