import type { AccountId, CampaignId, Currency, Money, ProductId, SellerId } from '@moments/kernel';
import type { Admission } from '../domain/admission.js';
import type { CampaignKind } from '../domain/campaign-kinds.js';
import type { CampaignStatus } from '../domain/campaign-machine.js';
import type { Requirements } from '../domain/eligibility.js';

/** What a seller promises and asks for, in one version. */
export interface OrderTerms extends Requirements {
  readonly version: number;
  readonly title: string;
  readonly brief: string;
  readonly deadline: Date;
  readonly productIds: readonly ProductId[];
  /** For one place. */
  readonly reward: Money;
  readonly commissionBps: number;
  /** The most that is paid in commission to all together; null without commission. */
  readonly commissionCeiling: Money | null;
  readonly places: number;
  readonly admission: Admission;
  readonly keepPublishedDays: number;
  /** The token under which the advertisement is registered. */
  readonly erid: string | null;
  /** Who is invited when it is published. */
  readonly invitedIds: readonly AccountId[];
}

/** A creator order with its newest terms. */
export interface OrderView {
  readonly id: CampaignId;
  readonly kind: CampaignKind;
  readonly status: CampaignStatus;
  readonly ownerId: AccountId;
  readonly sellerId: SellerId;
  readonly currency: Currency;
  readonly placesTaken: number;
  readonly terms: OrderTerms;
  readonly createdAt: Date;
  readonly publishedAt: Date | null;
  readonly endedAt: Date | null;
  /** Where it stands in lists. */
  readonly listedAt: Date;
}

/** Selected from `orderTables`. */
export const orderColumns = `campaigns.id, campaigns.kind, campaigns.status, campaigns.owner_id as "ownerId",
  campaigns.seller_id as "sellerId", campaigns.currency, campaigns.places_taken as "placesTaken",
  campaigns.created_at as "createdAt", campaigns.published_at as "publishedAt", campaigns.ended_at as "endedAt",
  campaigns.listed_at as "listedAt", terms.version, terms.title, terms.brief, terms.deadline,
  asked.reward_minor as "rewardMinor", asked.commission_bps as "commissionBps",
  asked.commission_ceiling_minor as "ceilingMinor", asked.places, asked.admission, asked.min_followers as "minFollowers",
  asked.regions, asked.category, asked.max_open_strikes as "maxOpenStrikes", asked.monetized,
  asked.keep_published_days as "keepPublishedDays", asked.erid, asked.invited_ids as "invitedIds",
  array(select product_id from campaign_products as ordered
         where ordered.campaign_id = terms.campaign_id and ordered.version = terms.version
         order by ordered.position) as "productIds"`;

/** A campaign with one version of its terms; the newest unless `version` says otherwise. */
export const orderTables = (version = 'campaigns.terms_version'): string =>
  `campaigns
   join campaign_terms as terms on terms.campaign_id = campaigns.id and terms.version = ${version}
   join creator_order_terms as asked on asked.campaign_id = terms.campaign_id and asked.version = terms.version`;

export type OrderRow = Omit<OrderView, 'terms'> &
  Omit<OrderTerms, 'reward' | 'commissionCeiling'> & { rewardMinor: string; ceilingMinor: string };

export function toOrderView(row: OrderRow): OrderView {
  const { id, kind, status, ownerId, sellerId, currency, placesTaken, createdAt, publishedAt, endedAt, listedAt } = row;
  const ceiling = BigInt(row.ceilingMinor);
  const terms: OrderTerms = {
    ...{ version: row.version, title: row.title, brief: row.brief, deadline: row.deadline },
    ...{ productIds: row.productIds, places: row.places, admission: row.admission },
    reward: { minor: BigInt(row.rewardMinor), currency },
    commissionBps: row.commissionBps,
    commissionCeiling: ceiling > 0n ? { minor: ceiling, currency } : null,
    ...{ minFollowers: row.minFollowers, regions: row.regions, category: row.category },
    ...{ maxOpenStrikes: row.maxOpenStrikes, monetized: row.monetized },
    ...{ keepPublishedDays: row.keepPublishedDays, erid: row.erid, invitedIds: row.invitedIds },
  };
  return {
    ...{ id, kind, status, ownerId, sellerId, currency, placesTaken, terms },
    ...{ createdAt, publishedAt, endedAt, listedAt },
  };
}
