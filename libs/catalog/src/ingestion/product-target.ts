import type { Clock, SellerId } from '@moments/kernel';
import type { Database, Tx } from '@moments/platform';
import { judgeProduct } from './domain/judge-product.js';
import { productRecord, type ProductRecord } from './domain/product-record.js';
import type { Entry, Outcome } from './entry.js';
import type { Target } from './intake.js';
import type { KnownWords } from './known-words.js';
import {
  insertProducts,
  type ProductChange,
  type StandingProduct,
  standingProducts,
  storeWords,
  updateProducts,
} from './products.store.js';
import { sellersByExternalId } from './sellers.store.js';
import { storeWhateverFits } from './store-whatever-fits.js';

interface Parts {
  readonly database: Database;
  readonly clock: Clock;
  readonly words: KnownWords;
}

/** Products as a stream brings them. */
export class ProductTarget implements Target<ProductRecord> {
  readonly schema;

  constructor(
    private readonly parts: Parts,
    limits: { attributes: number },
  ) {
    this.schema = productRecord(limits);
  }

  async store(entries: readonly Entry<ProductRecord>[]): Promise<readonly Outcome[]> {
    return storeWhateverFits(entries, async (some) => {
      const records = some.flatMap(({ record }) => record ?? []);
      const words = this.parts.words.newIn(records);
      const outcomes = await this.parts.database.transaction(async (tx) => {
        const result = await this.write(tx, some);
        await storeWords(tx, words);
        return result;
      });
      this.parts.words.keep(words);
      return outcomes;
    });
  }

  private async write(tx: Tx, entries: readonly Entry<ProductRecord>[]): Promise<Outcome[]> {
    const named = entries.flatMap(({ record }) => record?.sellerExternalId ?? []);
    const sellers = await sellersByExternalId(tx, [...new Set(named)]);
    const standing = await standingProducts(
      tx,
      entries.map(({ externalId }) => externalId),
    );
    const judged = entries.map((entry) => judge(entry, standing.get(entry.externalId), sellers));
    const now = this.parts.clock.now();
    const wanted = judged.flatMap(({ verdict, change }) => (verdict === 'insert' ? change : []));
    const inserted = await insertProducts(tx, wanted, now);
    const changes = judged.flatMap(({ verdict, change }) =>
      // Somebody has made it since we looked: then this changes it.
      verdict === 'update' || (verdict === 'insert' && !inserted.has(change.externalId)) ? change : [],
    );
    const updated = await updateProducts(tx, changes, now);
    return judged.map(({ verdict, change }) => {
      if (typeof verdict === 'object') return verdict;
      if (inserted.has(change.externalId)) return 'upserted';
      if (!updated.has(change.externalId)) return 'unchanged';
      return change.record ? 'upserted' : 'deleted';
    });
  }
}

function judge(
  { externalId, record }: Entry<ProductRecord>,
  standing: StandingProduct | undefined,
  sellers: ReadonlyMap<string, SellerId>,
): { verdict: ReturnType<typeof judgeProduct> | 'nothing'; change: ProductChange } {
  // A mark for what was never there asks for nothing.
  if (!record) return { verdict: standing ? 'update' : 'nothing', change: { externalId } };
  const sellerId = sellers.get(record.sellerExternalId ?? '');
  return { verdict: judgeProduct(record, { standing, sellerId }), change: { externalId, record, sellerId } };
}
