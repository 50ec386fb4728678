import type { AccountId, AttributionId, CampaignId, Currency, EngagementId, Money, MomentId } from '@moments/kernel';
import { execute, rows, statement, type Tx } from '@moments/platform';

/** What an order has paid of a purchase so far, and to whom. */
export interface CommissionPaid {
  readonly engagementId: EngagementId;
  readonly creatorId: AccountId;
  readonly minor: bigint;
  /** How often it has changed. */
  readonly version: number;
}

const paidOf = statement(
  'campaigns.commission-paid',
  `select engagements.id as "engagementId", engagements.creator_id as "creatorId",
     coalesce(paid.paid_minor, 0) as minor, coalesce(paid.version, 0) as version
    from engagements left join engagement_commissions as paid on paid.attribution_id = $2
   where engagements.moment_id = $1`,
);

/** `undefined` for a moment that is nobody's work. */
export async function commissionPaidOf(
  tx: Tx,
  { momentId, attributionId }: { momentId: MomentId; attributionId: AttributionId },
): Promise<CommissionPaid | undefined> {
  type Row = Omit<CommissionPaid, 'minor'> & { minor: string };
  const [found] = await rows<Row>(tx, paidOf, [momentId, attributionId]);
  return found && { ...found, minor: BigInt(found.minor) };
}

// Of the lib below: by an event alone nobody could tell how a purchase stands when events come in another order.
const confirmed = statement(
  'campaigns.confirmed-purchase',
  'select confirmed * unit_price_minor as minor, currency from attributions where id = $1',
);

/** What of a purchase is paid, delivered and past its return window, at the price paid. */
export async function confirmedOf(tx: Tx, id: AttributionId): Promise<Money | undefined> {
  const [found] = await rows<{ minor: string; currency: Currency }>(tx, confirmed, [id]);
  return found && { minor: BigInt(found.minor), currency: found.currency };
}

/** How a purchase's commission stands now. */
export interface KeptCommission {
  readonly attributionId: AttributionId;
  readonly engagementId: EngagementId;
  readonly campaignId: CampaignId;
  readonly version: number;
  readonly confirmed: Money;
  readonly due: Money;
  readonly at: Date;
}

const keep = statement(
  'campaigns.keep-commission',
  `insert into engagement_commissions
     (attribution_id, engagement_id, campaign_id, confirmed_minor, paid_minor, version, updated_at)
   values ($1, $2, $3, $4, $5, $6, $7)
   on conflict on constraint engagement_commissions_pkey do update
     set confirmed_minor = $4, paid_minor = $5, version = $6, updated_at = $7`,
);

export async function keepCommission(tx: Tx, kept: KeptCommission): Promise<void> {
  const { attributionId, engagementId, campaignId, version, at } = kept;
  const amounts = [`${kept.confirmed.minor}`, `${kept.due.minor}`];
  await execute(tx, keep, [attributionId, engagementId, campaignId, ...amounts, version, at]);
}
