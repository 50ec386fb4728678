import type { ClickId, MomentId } from '@moments/kernel';
import { rows, statement, type Tx } from '@moments/platform';
import { markBuyer, type OpenedBy } from '../clicks/buyers.store.js';

const cardsOfClicks = statement(
  'attribution.cards-of-clicks',
  `select distinct moment_id as "momentId", product_id as "productId", opener_id as "openerId"
     from clicks where id = any($1) order by 1, 2, 3`,
);

/** Counts who has bought after opening which card, for clicks that purchases came to be owed to or no longer are. */
export async function countBuyers(tx: Tx, clickIds: readonly ClickId[]): Promise<void> {
  const cards = await rows<OpenedBy & { momentId: MomentId }>(tx, cardsOfClicks, [clickIds]);
  for (const card of cards) await markBuyer(tx, card, await hasBought(tx, card));
}

async function hasBought(tx: Tx, { momentId, productId, openerId }: OpenedBy): Promise<boolean> {
  // Two purchases of one opener at once would each miss what the other is about to commit.
  await rows(tx, 'select from moment_openers where moment_id = $1 and opener_id = $2 for update', [momentId, openerId]);
  const found = await rows(
    tx,
    `select from attributions join clicks on clicks.id = attributions.click_id
      where attributions.moment_id = $1 and attributions.opener_id = $2 and attributions.owed > 0
        and clicks.product_id = $3 limit 1`,
    [momentId, openerId, productId],
  );
  return found.length > 0;
}
