import { Injectable } from '@nestjs/common';
import { CommissionAgreements } from '@moments/attribution';
import {
  type AccountId,
  type AttributionId,
  businessDayOf,
  type CampaignId,
  Clock,
  type EngagementId,
  type Money,
  type MomentId,
  type ProductId,
} from '@moments/kernel';
import { addresses } from '@moments/ledger';
import { EarningsService } from '@moments/payouts';
import { Database, type Tx } from '@moments/platform';
import type { CampaignEntity } from '../campaigns/campaign.entity.js';
import { CampaignLifecycle } from '../campaigns/campaign-lifecycle.js';
import { lockCampaign, moneyOf, readAccount } from '../campaigns/campaigns.store.js';
import { type CommissionPaid, commissionPaidOf, confirmedOf, keepCommission } from './commissions.store.js';
import { commissionOf } from './domain/commission.js';

/** A purchase of which there is news. */
export interface PurchaseNews {
  readonly attributionId: AttributionId;
  readonly momentId: MomentId;
  readonly productId: ProductId;
  readonly purchasedAt: Date;
}

/** One purchase as it stands, and what the order has paid of it. */
interface Purchase {
  readonly news: PurchaseNews;
  readonly engagementId: EngagementId;
  readonly creatorId: AccountId;
  readonly confirmed: Money;
  readonly bps: number;
  readonly paid: CommissionPaid;
}

/**
 * Pays an order's commission for what its products have sold, out of its escrow and up to its ceiling. What is paid follows
 * how each purchase stands now, not what the news said: they may come twice and in any order.
 */
@Injectable()
export class CommissionService {
  constructor(
    private readonly database: Database,
    private readonly agreements: CommissionAgreements,
    private readonly campaigns: CampaignLifecycle,
    private readonly earnings: EarningsService,
    private readonly clock: Clock,
  ) {}

  /** Pays what is missing of a purchase's commission, or takes back what is too much. Again changes nothing. */
  async settle(news: PurchaseNews): Promise<void> {
    const [agreement] = await this.agreements.covering(undefined, [news]);
    if (!agreement) return;
    await this.database.transaction(async (tx) => {
      // Two purchases at once must not both see the last kopeck of the ceiling.
      const campaign = await lockCampaign(tx, agreement.campaignId);
      const paid = await commissionPaidOf(tx, news);
      const confirmed = await confirmedOf(tx, news.attributionId);
      if (!campaign || !paid || confirmed?.currency !== campaign.currency) return;
      const { engagementId, creatorId } = paid;
      await this.pay(tx, campaign, { news, engagementId, creatorId, confirmed, bps: agreement.bps, paid });
    });
  }

  private async pay(tx: Tx, campaign: CampaignEntity, purchase: Purchase): Promise<void> {
    const { news, confirmed, bps } = purchase;
    const paid = moneyOf(purchase.paid.minor, campaign.currency);
    const left = moneyOf(await this.left(tx, campaign), campaign.currency);
    const due = commissionOf({ confirmed, bps, paid, left });
    const change = due.minor - paid.minor;
    const version = purchase.paid.version + (change === 0n ? 0 : 1);
    const { attributionId } = news;
    const kept = { attributionId, engagementId: purchase.engagementId, campaignId: campaign.id, version };
    await keepCommission(tx, { ...kept, confirmed, due, at: this.clock.now() });
    if (change === 0n) return;
    await this.record(tx, campaign.id, { purchase, version, change, left });
    const spent = BigInt(campaign.commissionSpentMinor) + change;
    await this.campaigns.change(tx, campaign, { commissionSpentMinor: `${spent}` });
    // What comes back after the end is the seller's.
    if (campaign.commissionEndedAt) await this.campaigns.settle(tx, campaign);
  }

  /** What may still be paid; nothing once it is over, as the rest has gone back. */
  private async left(tx: Tx, campaign: CampaignEntity): Promise<bigint> {
    if (campaign.commissionEndedAt) return 0n;
    const { ceiling } = await readAccount(tx, campaign);
    const left = ceiling - BigInt(campaign.commissionSpentMinor);
    return left > 0n ? left : 0n;
  }

  private async record(
    tx: Tx,
    campaignId: CampaignId,
    { purchase, version, change, left }: { purchase: Purchase; version: number; change: bigint; left: Money },
  ): Promise<void> {
    const { news, creatorId, confirmed, bps, paid } = purchase;
    const now = this.clock.now();
    const key = (each: number) => `order-commission:${news.attributionId}:${each}`;
    const { currency } = confirmed;
    await this.earnings.record(tx, [
      {
        key: key(version),
        creatorId,
        day: businessDayOf(now),
        kind: change > 0n ? 'PURCHASE_COMMISSION' : 'RETURN_CLAWBACK',
        amount: { minor: change, currency },
        source: addresses.campaignEscrow(campaignId),
        momentId: news.momentId,
        campaignId,
        availableAt: now,
        basis: {
          inputs: {
            ...{ currency, confirmed: `${confirmed.minor}`, bps: `${bps}` },
            ...{ paid: `${paid.minor}`, left: `${left.minor}` },
          },
          formula: 'min((confirmed * bps + 5000) / 10000, paid + left) - paid',
        },
        ...(change < 0n ? { takesBack: Array.from({ length: version - 1 }, (_, index) => key(index + 1)) } : {}),
      },
    ]);
  }
}
