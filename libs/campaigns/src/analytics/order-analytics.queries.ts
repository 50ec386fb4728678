import { Injectable } from '@nestjs/common';
import { type CampaignId, type Currency, type Money, prorate } from '@moments/kernel';
import { Database, statement } from '@moments/platform';

/** What an order has brought its seller so far. */
export interface OrderAnalyticsView {
  /** Of closed business days, all moments of the order together. */
  readonly views: number;
  readonly qualifiedViews: number;
  /** Of the ordered products' cards. */
  readonly cardOpens: number;
  /** Order lines of the ordered products that are owed to these moments, and what the units that were kept cost. */
  readonly purchases: number;
  readonly revenue: Money;
  /** Rewards and commission that were paid and not taken back. */
  readonly cost: Money;
  /** Rounded to the nearest minor unit; missing without a purchase. */
  readonly costPerPurchase?: Money;
}

// Read from the tables of the libs below: one order has up to thousands of moments, and each number is one sum.
const ofOrders = statement(
  'campaigns.order-analytics',
  `with works as materialized (
     select engagements.campaign_id, engagements.moment_id from engagements
      where engagements.campaign_id = any($1) and engagements.moment_id is not null and engagements.approved_at is not null),
   ordered as materialized (
     select distinct campaign_id, product_id from campaign_products where campaign_id = any($1)),
   watched as (
     select works.campaign_id, sum(told.views) as views, sum(told.qualified) as qualified from works
       cross join lateral (
         select views, qualified from moment_view_days where moment_view_days.moment_id = works.moment_id
         union all
         select views, qualified from view_corrections where view_corrections.moment_id = works.moment_id) as told
      group by works.campaign_id),
   opened as (
     select works.campaign_id, sum(counters.opens) as opens from works
       join ordered using (campaign_id)
       join card_counters as counters
         on counters.moment_id = works.moment_id and counters.product_id = ordered.product_id
      group by works.campaign_id),
   bought as (
     select works.campaign_id, count(*) as purchases, sum(attributions.kept * attributions.unit_price_minor) as revenue
       from works
       join ordered using (campaign_id)
       join campaigns on campaigns.id = works.campaign_id
       join attributions on attributions.moment_id = works.moment_id
        and attributions.product_id = ordered.product_id and attributions.currency = campaigns.currency
      where attributions.state in ('PENDING', 'CONFIRMED')
      group by works.campaign_id),
   paid as (
     select engagements.campaign_id, sum(coalesce(disputes.to_creator_minor, engagements.reward_minor)) as rewards
       from engagements left join disputes on disputes.engagement_id = engagements.id
      where engagements.campaign_id = any($1) and engagements.status = 'PAID'
      group by engagements.campaign_id)
   select campaigns.id, campaigns.currency, coalesce(watched.views, 0)::int as views,
     coalesce(watched.qualified, 0)::int as "qualifiedViews", coalesce(opened.opens, 0)::int as "cardOpens",
     coalesce(bought.purchases, 0)::int as purchases, coalesce(bought.revenue, 0)::text as revenue,
     (coalesce(paid.rewards, 0) + campaigns.commission_spent_minor)::text as cost
    from campaigns
    left join watched on watched.campaign_id = campaigns.id
    left join opened on opened.campaign_id = campaigns.id
    left join bought on bought.campaign_id = campaigns.id
    left join paid on paid.campaign_id = campaigns.id
   where campaigns.id = any($1)`,
);

type Row = Pick<OrderAnalyticsView, 'views' | 'qualifiedViews' | 'cardOpens' | 'purchases'> & {
  id: CampaignId;
  currency: Currency;
  revenue: string;
  cost: string;
};

/** What orders have brought. For members of their seller alone. */
@Injectable()
export class OrderAnalyticsQueries {
  constructor(private readonly database: Database) {}

  /** Of each order; one statement. */
  async ofOrders(ids: readonly CampaignId[]): Promise<Map<CampaignId, OrderAnalyticsView>> {
    const found = await this.database.read<Row>(ofOrders, [ids]);
    return new Map(found.map((row) => [row.id, toView(row)]));
  }
}

function toView({ currency, views, qualifiedViews, cardOpens, purchases, ...row }: Row): OrderAnalyticsView {
  const [revenue, cost] = [row.revenue, row.cost].map((minor): Money => ({ minor: BigInt(minor), currency }));
  if (!revenue || !cost) throw new Error('every order has its sums');
  const others = BigInt(Math.max(0, purchases - 1));
  const [costPerPurchase] = purchases > 0 ? prorate(cost, [1n, others]) : [];
  const counted = { views, qualifiedViews, cardOpens, purchases };
  return { ...counted, revenue, cost, ...(costPerPurchase ? { costPerPurchase } : {}) };
}
