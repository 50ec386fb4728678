import type { Currency, SellerId } from '@moments/kernel';
import type { ProductRecord } from './product-record.js';
import type { Fault } from './read-record.js';

/** What is known of the product that a record is about, and of the seller whom it names. */
export interface ProductFacts {
  readonly standing?: { readonly sellerId: SellerId; readonly currency: string };
  /** Undefined when the record names none, or one that is not known. */
  readonly sellerId?: SellerId;
}

const needed = ['sellerExternalId', 'title', 'price'] as const;

/** Whether a record makes a product or changes one, or why it does neither. */
export function judgeProduct(record: ProductRecord, { standing, sellerId }: ProductFacts): 'insert' | 'update' | Fault {
  if (record.sellerExternalId !== undefined && sellerId === undefined) {
    return { field: 'sellerExternalId', reason: 'is no seller that we know' };
  }
  if (!standing) {
    const missing = needed.find((field) => record[field] === undefined);
    return missing ? { field: missing, reason: 'is needed for a new product' } : 'insert';
  }
  if (sellerId !== undefined && sellerId !== standing.sellerId) {
    return { field: 'sellerExternalId', reason: 'is not the seller whose product this is' };
  }
  const code: Currency | undefined = record.price ? undefined : record.oldPrice?.currency;
  if (code !== undefined && code !== standing.currency) {
    return { field: 'oldPrice.currency', reason: 'is not the currency of the price' };
  }
  return 'update';
}
