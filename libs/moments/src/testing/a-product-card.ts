import type { MomentId, ProductId } from '@moments/kernel';
import { type Database, execute } from '@moments/platform';

/** Writes one more card of a product on a moment, shown all the time, past every rule. */
export async function aProductCard(
  { database }: { database: Database },
  { momentId, productId }: { momentId: MomentId; productId: ProductId },
): Promise<void> {
  await database.transaction((tx) =>
    execute(
      tx,
      `insert into moment_product_cards (moment_id, position, product_id, published_at)
       select id, (select count(*) from moment_product_cards where moment_id = $1), $2, published_at
         from moments where id = $1`,
      [momentId, productId],
    ),
  );
}
