import type { MomentId, ProductId } from '@moments/kernel';
import { execute, rows, type Tx } from '@moments/platform';
import type { ProductTag } from './domain/product-tags.js';

const insert = `
  insert into moment_product_cards (moment_id, position, product_id, start_ms, end_ms, x, y, published_at)
  select $1, position - 1, product_id, start_ms, end_ms, x, y, $7
    from unnest($2::uuid[], $3::int[], $4::int[], $5::float8[], $6::float8[])
      with ordinality as tag (product_id, start_ms, end_ms, x, y, position)`;

/** Puts these tags in the place of a locked moment's own; `publishedAt` is the moment's. */
export async function replaceCards(
  tx: Tx,
  { id, publishedAt }: { id: MomentId; publishedAt: Date | null },
  tags: readonly ProductTag[],
): Promise<void> {
  await execute(tx, 'delete from moment_product_cards where moment_id = $1', [id]);
  if (tags.length === 0) return;
  await execute(tx, insert, [
    id,
    tags.map(({ productId }) => productId),
    tags.map(({ startMs }) => startMs),
    tags.map(({ endMs }) => endMs),
    tags.map(({ x }) => x),
    tags.map(({ y }) => y),
    publishedAt,
  ]);
}

/** A moment's tags in their order. */
export const tagsOf = (tx: Tx, momentId: MomentId): Promise<ProductTag[]> =>
  rows<ProductTag>(
    tx,
    `select product_id as "productId", start_ms as "startMs", end_ms as "endMs", x, y
       from moment_product_cards where moment_id = $1 order by position`,
    [momentId],
  );

/** The products that a moment shows. */
export async function taggedProducts(tx: Tx, momentId: MomentId): Promise<Set<ProductId>> {
  return new Set((await tagsOf(tx, momentId)).map(({ productId }) => productId));
}

/** Puts a moment that is published for the first time among those of its products. */
export async function publishCards(tx: Tx, momentId: MomentId, publishedAt: Date): Promise<void> {
  await execute(tx, 'update moment_product_cards set published_at = $2 where moment_id = $1', [momentId, publishedAt]);
}
