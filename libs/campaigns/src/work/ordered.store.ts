import type { AccountId, CampaignId, Currency, Money, ProductId, SellerId } from '@moments/kernel';
import { rows, statement, type Tx } from '@moments/platform';

/** What an order asks for and promises by one version of its terms. */
export interface OrderTerms {
  readonly campaignId: CampaignId;
  readonly sellerId: SellerId;
  readonly currency: Currency;
  readonly productIds: readonly ProductId[];
  readonly erid?: string;
  readonly keepPublishedDays: number;
  readonly commissionBps: number;
  /** Until when the work has to be handed in. */
  readonly deadline: Date;
}

type TermsRow = Omit<OrderTerms, 'erid'> & { erid: string | null };

const termsColumns = `campaigns.id as "campaignId", campaigns.seller_id as "sellerId", campaigns.currency, terms.erid,
  terms.keep_published_days as "keepPublishedDays", terms.commission_bps as "commissionBps",
  (select deadline from campaign_terms where campaign_terms.campaign_id = terms.campaign_id
    and campaign_terms.version = terms.version) as deadline,
  (select array_agg(product_id order by position)::text[] from campaign_products as products
    where products.campaign_id = terms.campaign_id and products.version = terms.version) as "productIds"`;

const termsOf = statement(
  'campaigns.order-terms',
  `select ${termsColumns} from campaigns
     join creator_order_terms as terms on terms.campaign_id = campaigns.id and terms.version = $2
    where campaigns.id = $1`,
);

/** The terms that hold between an order and somebody who takes part in it. They are never changed. */
export async function orderTermsOf(
  tx: Tx,
  { campaignId, termsVersion }: { campaignId: CampaignId; termsVersion: number },
): Promise<OrderTerms> {
  const [found] = await rows<TermsRow>(tx, termsOf, [campaignId, termsVersion]);
  if (!found) throw new Error('an engagement has terms');
  return toTerms(found);
}

const atWork = statement(
  'campaigns.order-at-work',
  `select ${termsColumns} from engagements
     join campaigns on campaigns.id = engagements.campaign_id
     join creator_order_terms as terms
       on terms.campaign_id = engagements.campaign_id and terms.version = engagements.terms_version
    where engagements.campaign_id = $1 and engagements.creator_id = $2
      and engagements.status in ('ACCEPTED', 'REVISION_REQUESTED')`,
);

/** The terms of an order that a creator has to hand in work for now; `undefined` when there is nothing to hand in. */
export async function termsAtWork(
  tx: Tx,
  { campaignId, creatorId }: { campaignId: CampaignId; creatorId: AccountId },
): Promise<OrderTerms | undefined> {
  const [found] = await rows<TermsRow>(tx, atWork, [campaignId, creatorId]);
  return found && toTerms(found);
}

const toTerms = ({ erid, ...row }: TermsRow): OrderTerms => ({ ...row, erid: erid ?? undefined });

/** An amount in the order's currency, of what the database holds. */
export const moneyOf = ({ currency }: Pick<OrderTerms, 'currency'>, minor: string | bigint): Money => ({
  minor: BigInt(minor),
  currency,
});
