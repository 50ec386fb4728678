import { currency, newId, parseMoney, type ProductId, type SellerId } from '@moments/kernel';
import { type Database, execute } from '@moments/platform';
import type { ProductAttribute } from '../products/product.view.js';
import { aSeller } from './factories.js';

/** What a test may say about a product that it makes; the rest is made up. */
export interface AProduct {
  sellerId?: SellerId;
  externalId?: string;
  title?: string;
  brand?: string;
  description?: string;
  category?: readonly string[];
  attributes?: readonly ProductAttribute[];
  /** `1234.50 RUB` */
  price?: string;
  stock?: number | null;
  rating?: number;
  deleted?: boolean;
}

/** Writes a product straight into the database, of a new seller unless told whose; typos in it are not known of. */
export async function aProduct({ database }: { database: Database }, product: AProduct = {}): Promise<ProductId> {
  const id = newId<'product'>();
  const sellerId = product.sellerId ?? (await aSeller({ database }));
  const [amount = '', code = ''] = (product.price ?? '990.00 RUB').split(' ');
  const price = parseMoney(amount, currency(code));
  await database.transaction((tx) =>
    execute(
      tx,
      `insert into products (id, seller_id, external_id, title, brand, description, category, attributes, currency,
         price_minor, stock, rating, reviews_count, created_at, updated_at, deleted_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0, now(), now(), case when $13 then now() end)`,
      [
        id,
        sellerId,
        product.externalId ?? `sku-${id}`,
        product.title ?? 'A product',
        product.brand ?? null,
        product.description ?? '',
        product.category ?? ['Things'],
        JSON.stringify(product.attributes ?? []),
        price.currency,
        `${price.minor}`,
        product.stock === undefined ? 10 : product.stock,
        product.rating ?? 0,
        product.deleted ?? false,
      ],
    ),
  );
  return id;
}
