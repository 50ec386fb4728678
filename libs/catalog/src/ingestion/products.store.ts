import { newId, type SellerId } from '@moments/kernel';
import { execute, rows, statement, type Tx } from '@moments/platform';
import type { ProductRecord } from './domain/product-record.js';

/** A product that is there, as far as a change of it must fit. */
export interface StandingProduct {
  readonly externalId: string;
  readonly sellerId: SellerId;
  readonly currency: string;
}

const standing = statement(
  'catalog.standing-products',
  'select external_id as "externalId", seller_id as "sellerId", currency from products where external_id = any($1)',
);

// What a row of jsonb_to_recordset holds. Absent is null; `has` names what null clears.
const input = `jsonb_to_recordset($1) as input (id uuid, external_id text, seller_id uuid, title text, brand text,
  description text, category text[], attributes jsonb, currency text, price_minor bigint, old_price_minor bigint,
  image_url text, image_width integer, image_height integer, image_thumbhash text, stock integer,
  rating double precision, reviews_count integer, deleted boolean, has text[])`;

const insertable = [
  'id',
  'seller_id',
  'external_id',
  'title',
  'brand',
  'currency',
  'price_minor',
  'old_price_minor',
  'image_url',
  'image_width',
  'image_height',
  'image_thumbhash',
  'stock',
];

const insert = statement(
  'catalog.insert-products',
  `insert into products (${insertable.join(', ')}, description, category, attributes, rating, reviews_count,
     created_at, updated_at)
   select ${insertable.map((column) => `input.${column}`).join(', ')}, coalesce(input.description, ''),
     coalesce(input.category, '{}'), coalesce(input.attributes, '[]'), coalesce(input.rating, 0),
     coalesce(input.reviews_count, 0), $2, $2
    from ${input}
   order by input.external_id
   on conflict on constraint products_external_id_key do nothing
   returning external_id as "externalId"`,
);

const given = (column: string, name = column) =>
  `case when '${name}' = any(input.has) then input.${column} else product.${column} end`;
const kept = (column: string) => `coalesce(input.${column}, product.${column})`;

/** Each column with what it becomes. */
const changes: readonly (readonly [column: string, becomes: string])[] = [
  ...['title', 'description', 'category', 'attributes', 'currency', 'price_minor', 'rating', 'reviews_count'].map(
    (column) => [column, kept(column)] as const,
  ),
  ['brand', given('brand')],
  ['stock', given('stock')],
  ...['image_url', 'image_width', 'image_height', 'image_thumbhash'].map(
    (column) => [column, given(column, 'image')] as const,
  ),
  // An old price in a currency that is no longer the price's says nothing.
  [
    'old_price_minor',
    `case when 'old_price' = any(input.has) then input.old_price_minor
          when input.currency <> product.currency then null else product.old_price_minor end`,
  ],
  ['deleted_at', 'case when input.deleted then coalesce(product.deleted_at, $2) end'],
];

// Rows that would stay as they are are not written: a stream that is sent again costs reads alone.
const update = statement(
  'catalog.update-products',
  `update products as product
      set ${changes.map(([column, becomes]) => `${column} = ${becomes}`).join(', ')}, updated_at = $2
     from ${input}
    where product.external_id = input.external_id
      and (input.seller_id is null or input.seller_id = product.seller_id)
      and (${changes.map(([, becomes]) => becomes).join(', ')})
          is distinct from (${changes.map(([column]) => `product.${column}`).join(', ')})
   returning product.external_id as "externalId"`,
);

// Two streams that insert the same words wait for each other in one order.
const keepWords = statement(
  'catalog.keep-words',
  `insert into product_words (word, folded, lexemes, products)
   select told.word, told.folded,
     tsvector_to_array(to_tsvector('russian', told.word) || to_tsvector('turkish', told.word)), 0
    from unnest($1::text[], $2::text[]) as told (word, folded)
   order by told.word
   on conflict do nothing`,
);

/** A change of one product; without a record it is deleted. */
export interface ProductChange {
  readonly externalId: string;
  readonly record?: ProductRecord;
  /** Of the seller that the record names. */
  readonly sellerId?: SellerId;
}

export async function standingProducts(tx: Tx, externalIds: readonly string[]): Promise<Map<string, StandingProduct>> {
  const found = await rows<StandingProduct>(tx, standing, [externalIds]);
  return new Map(found.map((product) => [product.externalId, product]));
}

/** Makes products that are whole; gives the external ids of those that somebody else had not just made. */
export const insertProducts = (tx: Tx, products: readonly ProductChange[], now: Date): Promise<Set<string>> =>
  write(tx, { statement: insert, products, now });

/** Changes products that are there; gives the external ids of those that are now another than before. */
export const updateProducts = (tx: Tx, products: readonly ProductChange[], now: Date): Promise<Set<string>> =>
  write(tx, { statement: update, products, now });

export async function storeWords(tx: Tx, words: readonly { word: string; folded: string }[]): Promise<void> {
  if (words.length === 0) return;
  await execute(tx, keepWords, [words.map(({ word }) => word), words.map(({ folded }) => folded)]);
}

async function write(
  tx: Tx,
  { statement: sql, products, now }: { statement: typeof insert; products: readonly ProductChange[]; now: Date },
): Promise<Set<string>> {
  if (products.length === 0) return new Set();
  const sorted = products.toSorted((a, b) => (a.externalId < b.externalId ? -1 : 1));
  const written = await rows<{ externalId: string }>(tx, sql, [JSON.stringify(sorted.map(toInput)), now]);
  return new Set(written.map(({ externalId }) => externalId));
}

function toInput({ externalId, record, sellerId }: ProductChange): object {
  if (!record) return { external_id: externalId, deleted: true, has: [] };
  const { price, oldPrice, image } = record;
  return {
    id: newId<'product'>(),
    external_id: externalId,
    seller_id: sellerId,
    title: record.title,
    brand: record.brand === '' ? null : record.brand,
    description: cleared(record.description, ''),
    category: cleared(record.category, []),
    attributes: cleared(record.attributes, []),
    currency: price?.currency,
    price_minor: price && `${price.minor}`,
    old_price_minor: oldPrice && `${oldPrice.minor}`,
    image_url: image?.url,
    image_width: image?.width,
    image_height: image?.height,
    image_thumbhash: image?.thumbhash,
    stock: record.stock,
    rating: cleared(record.rating, 0),
    reviews_count: cleared(record.reviewsCount, 0),
    deleted: false,
    has: [
      ...(record.brand === undefined ? [] : ['brand']),
      ...(oldPrice === undefined ? [] : ['old_price']),
      ...(image === undefined ? [] : ['image']),
      ...(record.stock === undefined ? [] : ['stock']),
    ],
  };
}

/** What a column holds when it has nothing; left out stays left out. */
const cleared = <Value>(value: Value | null | undefined, nothing: Value): Value | undefined =>
  value === null ? nothing : value;
