import { hours } from '@moments/kernel';
import { LRUCache } from 'lru-cache';
import { folded, isSpellable, wordsOf } from '../search/domain/words.js';
import type { ProductRecord } from './domain/product-record.js';

// Some 10 MB. A catalogue goes on using the same words, so the table is hardly asked after the first pages.
const most = 100_000;
// Words that no product has any more are taken away at night; by then a new product's must be stored again.
const keptMs = hours(1);

/** Words of which this process knows that they are stored. */
export class KnownWords {
  private readonly stored = new LRUCache<string, true>({ max: most, ttl: keptMs });

  /** The words of these records that may not be stored yet. */
  newIn(records: readonly ProductRecord[]): { word: string; folded: string }[] {
    const words = new Set<string>();
    for (const { title, brand, category } of records) {
      for (const text of [title, brand, ...(category ?? [])]) {
        if (!text) continue;
        for (const word of wordsOf(text)) {
          if (!this.stored.has(word) && isSpellable(word)) words.add(word);
        }
      }
    }
    return [...words].map((word) => ({ word, folded: folded(word) }));
  }

  /** To be told once they are committed. */
  keep(words: readonly { word: string }[]): void {
    for (const { word } of words) this.stored.set(word, true);
  }
}
