import type { MomentId, ProductId } from '@moments/kernel';
import { execute, rows, type Tx } from '@moments/platform';
import type { OpenerId } from './clicks.store.js';

/** The card that somebody opened. */
export interface OpenedBy {
  momentId: MomentId;
  productId: ProductId;
  openerId: OpenerId;
}

const markCard = `
  with marked as (
    update card_openers set bought = $4
     where moment_id = $1 and product_id = $2 and opener_id = $3 and bought <> $4 returning moment_id, product_id)
  update card_counters as counters set buyers = counters.buyers + case when $4 then 1 else -1 end
    from marked where counters.moment_id = marked.moment_id and counters.product_id = marked.product_id`;

const markMoment = `
  with now as (
    select exists (select from card_openers where moment_id = $1 and opener_id = $2 and bought) as bought),
  marked as (
    update moment_openers set bought = now.bought from now
     where moment_id = $1 and opener_id = $2 and moment_openers.bought <> now.bought returning moment_id, now.bought)
  update moment_opener_counters as counters set buyers = counters.buyers + case when marked.bought then 1 else -1 end
    from marked where counters.moment_id = marked.moment_id`;

/**
 * Says whether a purchase is owed to a click of this opener on this card: what conversion is counted from. `productId` is
 * the card's, also when another product of the seller was bought. Saying it again changes nothing.
 */
export async function markBuyer(tx: Tx, { momentId, productId, openerId }: OpenedBy, bought: boolean): Promise<void> {
  // Two cards of one opener at once would each not see the other, and the moment's buyer would be counted wrong.
  await rows(tx, 'select from moment_openers where moment_id = $1 and opener_id = $2 for update', [momentId, openerId]);
  await execute(tx, markCard, [momentId, productId, openerId, bought]);
  await execute(tx, markMoment, [momentId, openerId]);
}
