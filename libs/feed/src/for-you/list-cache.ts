import { LRUCache } from 'lru-cache';
import type { FeedList } from './feed-list.js';

/** Lists in memory, those used last: bounded by the candidates in all of them, for lists grow as they are read. */
export class ListCache {
  private readonly lists: LRUCache<string, FeedList>;

  constructor(maxCandidates: number) {
    this.lists = new LRUCache({ maxSize: maxCandidates, sizeCalculation: ({ length }) => Math.max(length, 1) });
  }

  get(id: string): FeedList | undefined {
    return this.lists.get(id);
  }

  /** Puts a list in, or measures one anew that has grown; one that is too long by itself is not kept. */
  keep(list: FeedList): void {
    this.lists.delete(list.id);
    this.lists.set(list.id, list);
  }
}
