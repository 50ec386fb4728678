import { Injectable } from '@nestjs/common';
import { isUuid, type Page, pagesOf, type PageWindow, type ProductId, type SellerId } from '@moments/kernel';
import { Database, statement } from '@moments/platform';
import { productColumns, type ProductRow, toProductView } from './product.sql.js';
import type { ProductView } from './product.view.js';

const from = 'from products join sellers on sellers.id = products.seller_id';

const byIds = statement('catalog.products-by-id', `select ${productColumns} ${from} where products.id = any($1)`);
const byExternalIds = statement(
  'catalog.products-by-external-id',
  `select ${productColumns} ${from} where products.external_id = any($1)`,
);
const ofSellers = statement(
  'catalog.products-of-sellers',
  `select found.* from unnest($1::uuid[]) as asked(seller_id)
    cross join lateral (
      select ${productColumns} ${from}
       where products.seller_id = asked.seller_id and products.deleted_at is null and sellers.deleted_at is null
         and ($2::uuid is null or products.id < $2)
       order by products.id desc limit $3) as found`,
);

/** Reads the position of a list that is ordered by id: the id itself. */
export const readIdPosition = (cursor: unknown): ProductId | undefined =>
  typeof cursor === 'string' && isUuid(cursor) ? (cursor as ProductId) : undefined;

/** Reads products; one statement each, however many are asked for. */
@Injectable()
export class ProductsQueries {
  constructor(private readonly database: Database) {}

  /** Those that are deleted too, told as such; ids of no product are not in it. */
  async byIds(ids: readonly ProductId[]): Promise<Map<ProductId, ProductView>> {
    const found = await this.database.read<ProductRow>(byIds, [ids]);
    return new Map(found.map((row) => [row.id, toProductView(row)]));
  }

  /** By the marketplace's own names, deleted ones too. */
  async byExternalIds(externalIds: readonly string[]): Promise<Map<string, ProductView>> {
    const found = await this.database.read<ProductRow>(byExternalIds, [externalIds]);
    return new Map(found.map((row) => [row.externalId, toProductView(row)]));
  }

  /** A page of each seller's products that are sold, newest first. */
  async ofSellers(
    sellerIds: readonly SellerId[],
    { limit, after }: PageWindow<ProductId>,
  ): Promise<Map<SellerId, Page<ProductView, ProductId>>> {
    const found = await this.database.read<ProductRow>(ofSellers, [sellerIds, after ?? null, limit + 1]);
    return pagesOf(sellerIds, found, {
      ownerOf: ({ sellerId }) => sellerId,
      limit,
      map: (row) => ({ item: toProductView(row), position: row.id }),
    });
  }
}
