import type { ProductId } from '@moments/kernel';
import { rows, type Tx } from '@moments/platform';

/** Those of some products that are sold, in stock or not: neither they nor their seller are deleted. */
export async function productsOnSale(tx: Tx, ids: readonly ProductId[]): Promise<Set<ProductId>> {
  const sold = await rows<{ id: ProductId }>(
    tx,
    `select products.id from products join sellers on sellers.id = products.seller_id
      where products.id = any($1) and products.deleted_at is null and sellers.deleted_at is null`,
    [ids],
  );
  return new Set(sold.map(({ id }) => id));
}
