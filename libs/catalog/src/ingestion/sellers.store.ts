import { newId, type SellerId } from '@moments/kernel';
import { rows, statement, type Tx } from '@moments/platform';
import type { SellerRecord } from './domain/product-record.js';

const standing = statement(
  'catalog.standing-sellers',
  'select external_id as "externalId", id, deleted_at is not null as deleted from sellers where external_id = any($1)',
);

interface StandingSeller {
  readonly externalId: string;
  readonly id: SellerId;
  readonly deleted: boolean;
}

const input = `jsonb_to_recordset($1) as input (id uuid, external_id text, name text, rating double precision,
  reviews_count integer, deleted boolean)`;

const insert = statement(
  'catalog.insert-sellers',
  `insert into sellers (id, external_id, name, rating, reviews_count, created_at, updated_at)
   select input.id, input.external_id, input.name, coalesce(input.rating, 0), coalesce(input.reviews_count, 0), $2, $2
    from ${input}
   order by input.external_id
   on conflict on constraint sellers_external_id_key do nothing
   returning external_id as "externalId"`,
);

const changed = `coalesce(input.name, seller.name), coalesce(input.rating, seller.rating),
  coalesce(input.reviews_count, seller.reviews_count), case when input.deleted then coalesce(seller.deleted_at, $2) end`;

const update = statement(
  'catalog.update-sellers',
  `update sellers as seller
      set (name, rating, reviews_count, deleted_at) = row(${changed}), updated_at = $2
     from ${input}
    where seller.external_id = input.external_id
      and (${changed}) is distinct from (seller.name, seller.rating, seller.reviews_count, seller.deleted_at)
   returning seller.external_id as "externalId"`,
);

/** A change of one seller; without a record it is deleted. */
export interface SellerChange {
  readonly externalId: string;
  readonly record?: SellerRecord;
}

export async function standingSellers(
  tx: Tx,
  externalIds: readonly string[],
): Promise<ReadonlyMap<string, StandingSeller>> {
  const found = await rows<StandingSeller>(tx, standing, [externalIds]);
  return new Map(found.map((seller) => [seller.externalId, seller]));
}

/** The sellers that sell, by the marketplace's names. */
export async function sellersByExternalId(
  tx: Tx,
  externalIds: readonly string[],
): Promise<ReadonlyMap<string, SellerId>> {
  const found = await standingSellers(tx, externalIds);
  return new Map([...found].flatMap(([name, { id, deleted }]) => (deleted ? [] : [[name, id] as const])));
}

/** Makes sellers that are whole; gives the external ids of those that somebody else had not just made. */
export const insertSellers = (tx: Tx, sellers: readonly SellerChange[], now: Date): Promise<Set<string>> =>
  write(tx, { statement: insert, sellers, now });

/** Changes sellers that are there; gives the external ids of those that are now another than before. */
export const updateSellers = (tx: Tx, sellers: readonly SellerChange[], now: Date): Promise<Set<string>> =>
  write(tx, { statement: update, sellers, now });

async function write(
  tx: Tx,
  { statement: sql, sellers, now }: { statement: typeof insert; sellers: readonly SellerChange[]; now: Date },
): Promise<Set<string>> {
  if (sellers.length === 0) return new Set();
  const sorted = sellers.toSorted((a, b) => (a.externalId < b.externalId ? -1 : 1));
  const told = sorted.map(({ externalId, record }) => ({
    id: newId<'seller'>(),
    external_id: externalId,
    name: record?.name,
    // Null clears, and a column without anything holds 0.
    rating: record?.rating === null ? 0 : record?.rating,
    reviews_count: record?.reviewsCount === null ? 0 : record?.reviewsCount,
    deleted: record === undefined,
  }));
  const written = await rows<{ externalId: string }>(tx, sql, [JSON.stringify(told), now]);
  return new Set(written.map(({ externalId }) => externalId));
}
