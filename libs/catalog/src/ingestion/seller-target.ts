import type { Clock } from '@moments/kernel';
import type { Database, Tx } from '@moments/platform';
import { sellerRecord, type SellerRecord } from './domain/product-record.js';
import type { Fault } from './domain/read-record.js';
import type { Entry, Outcome } from './entry.js';
import type { Target } from './intake.js';
import { insertSellers, standingSellers, updateSellers } from './sellers.store.js';
import { storeWhateverFits } from './store-whatever-fits.js';

const nameless: Fault = { field: 'name', reason: 'is needed for a new seller' };

/** Sellers as a stream brings them. */
export class SellerTarget implements Target<SellerRecord> {
  readonly schema = sellerRecord;

  constructor(private readonly parts: { readonly database: Database; readonly clock: Clock }) {}

  store(entries: readonly Entry<SellerRecord>[]): Promise<readonly Outcome[]> {
    return storeWhateverFits(entries, (some) => this.parts.database.transaction((tx) => this.write(tx, some)));
  }

  private async write(tx: Tx, entries: readonly Entry<SellerRecord>[]): Promise<Outcome[]> {
    const standing = await standingSellers(
      tx,
      entries.map(({ externalId }) => externalId),
    );
    const isNew = ({ externalId }: Entry<SellerRecord>) => !standing.has(externalId);
    const now = this.parts.clock.now();
    const wanted = entries.filter((entry) => isNew(entry) && entry.record?.name !== undefined);
    const inserted = await insertSellers(tx, wanted, now);
    // Those that somebody has made since we looked are changed.
    const changes = entries.filter((entry) => !isNew(entry) || wanted.includes(entry));
    const left = changes.filter(({ externalId }) => !inserted.has(externalId));
    const updated = await updateSellers(tx, left, now);
    return entries.map((entry) => {
      if (inserted.has(entry.externalId)) return 'upserted';
      if (updated.has(entry.externalId)) return entry.record ? 'upserted' : 'deleted';
      return isNew(entry) && entry.record && entry.record.name === undefined ? nameless : 'unchanged';
    });
  }
}
