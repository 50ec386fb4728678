import type { AccountId, CampaignId } from '@moments/kernel';
import { execute, rows, type Tx } from '@moments/platform';
import type { OrderInput } from './order-input.js';
import { orderColumns, type OrderRow, orderTables, type OrderView, toOrderView } from './order.view.js';

/** A version of an order's terms as it is written down. */
export interface NewTerms {
  campaignId: CampaignId;
  version: number;
  terms: OrderInput;
  by: AccountId;
  at: Date;
}

/** Writes a version that is not there yet. */
export async function insertTerms(tx: Tx, { campaignId, version, terms, by, at }: NewTerms): Promise<void> {
  const key = [campaignId, version];
  await execute(
    tx,
    `insert into campaign_terms (campaign_id, version, title, brief, deadline, made_by, made_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [...key, terms.title, terms.brief, terms.deadline, by, at],
  );
  await execute(
    tx,
    `insert into creator_order_terms
       (campaign_id, version, reward_minor, commission_bps, commission_ceiling_minor, places, admission, min_followers,
        regions, category, max_open_strikes, monetized, keep_published_days, erid, invited_ids)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
    [
      ...key,
      terms.reward.minor,
      terms.commissionBps,
      terms.commissionCeiling?.minor ?? 0n,
      terms.places,
      terms.admission,
      terms.minFollowers,
      terms.regions,
      terms.category,
      terms.maxOpenStrikes,
      terms.monetized,
      terms.keepPublishedDays,
      terms.erid,
      terms.invitedIds,
    ],
  );
  await execute(
    tx,
    `insert into campaign_products (campaign_id, version, position, product_id)
     select $1, $2, place - 1, product_id from unnest($3::uuid[]) with ordinality as ordered (product_id, place)`,
    [...key, terms.productIds],
  );
}

/** Takes away the only version of a draft, which nobody has seen, to write it anew. */
export async function deleteTerms(tx: Tx, campaignId: CampaignId): Promise<void> {
  for (const table of ['campaign_products', 'creator_order_terms', 'campaign_terms']) {
    await execute(tx, `delete from ${table} where campaign_id = $1`, [campaignId]);
  }
}

/** An order as this transaction sees it. */
export async function readOrder(tx: Tx, id: CampaignId): Promise<OrderView> {
  const [row] = await rows<OrderRow>(tx, `select ${orderColumns} from ${orderTables()} where campaigns.id = $1`, [id]);
  if (!row) throw new Error(`campaign ${id} has no terms`);
  return toOrderView(row);
}
