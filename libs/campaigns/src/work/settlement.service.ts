import { Injectable } from '@nestjs/common';
import { CommissionAgreements } from '@moments/attribution';
import { type AccountId, after, businessDayOf, Clock, days, type Money, type MomentId } from '@moments/kernel';
import { addresses } from '@moments/ledger';
import { MomentsPublishing } from '@moments/moments';
import { EarningsService } from '@moments/payouts';
import { Settings, type Tx } from '@moments/platform';
import { EngagementLifecycle } from '../places/engagement-lifecycle.js';
import type { LockedEngagement } from '../places/engagements.store.js';
import { type PublicationOutcome, publicationOf } from './domain/publication.js';
import { moneyOf, type OrderTerms, orderTermsOf } from './ordered.store.js';
import { decideSubmission, keepCheck } from './submissions.store.js';
import { SubmissionGone } from './work.errors.js';
import { commissionSettings, workSettings } from './work.settings.js';

const endReasons = { TAKEN_DOWN: 'taken_down', CARD_REMOVED: 'card_removed' } as const;

/** What becomes of work that was handed in: approved, published, watched, paid or taken back. Callers hold the engagement. */
@Injectable()
export class Settlement {
  constructor(
    private readonly lifecycle: EngagementLifecycle,
    private readonly publishing: MomentsPublishing,
    private readonly agreements: CommissionAgreements,
    private readonly earnings: EarningsService,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /**
   * Approves what was handed in: it is published, and its reward is due once it has stayed so for the days of the terms.
   * `by` null for silence. What can no longer be published as ordered is `SubmissionGone` for whoever approves; silence
   * ends it without a reward.
   */
  async approve(tx: Tx, locked: LockedEngagement, by: AccountId | null): Promise<void> {
    const { engagement } = locked;
    const momentId = momentOf(locked);
    const terms = await orderTermsOf(tx, engagement);
    const moment = await this.publishing.inspect(tx, momentId);
    const outcome = publicationOf(moment, terms.productIds);
    if (outcome === 'TAKEN_DOWN' || outcome === 'CARD_REMOVED') {
      if (by) throw new SubmissionGone();
      await this.lifecycle.become(tx, locked, 'CANCELLED', { endReason: endReasons[outcome] });
      return;
    }
    const now = this.clock.now();
    await this.publishing.release(tx, momentId);
    // A moment with an hour of its own is published then, and stays from then on.
    const publishedAt = moment?.publishAt && moment.publishAt > now ? moment.publishAt : now;
    await decideSubmission(tx, { engagementId: engagement.id, decision: 'APPROVED', by, at: now });
    await this.agreeCommission(tx, { terms, momentId, from: now, publishedAt });
    const payableAt = after(publishedAt, days(terms.keepPublishedDays));
    await this.lifecycle.become(tx, locked, 'APPROVED', { approvedAt: now, payableAt, reviewDueAt: null });
  }

  /**
   * Looks whether an approved moment is still there as ordered, and keeps what was found. What is gone ends without a
   * reward; what has stayed long enough is paid. While moderators look at it, both wait.
   */
  async watch(tx: Tx, locked: LockedEngagement): Promise<PublicationOutcome> {
    const { engagement } = locked;
    const now = this.clock.now();
    const terms = await orderTermsOf(tx, engagement);
    const outcome = publicationOf(await this.publishing.inspect(tx, momentOf(locked)), terms.productIds);
    await keepCheck(tx, { engagementId: engagement.id, day: businessDayOf(now), outcome, at: now });
    if (outcome === 'TAKEN_DOWN' || outcome === 'CARD_REMOVED') {
      await this.endCommission(tx, locked);
      await this.lifecycle.become(tx, locked, 'CANCELLED', { endReason: endReasons[outcome] });
    } else if (outcome === 'KEPT' && engagement.payableAt && engagement.payableAt <= now) {
      await this.pay(tx, locked, moneyOf(terms, engagement.rewardMinor));
    }
    return outcome;
  }

  /**
   * Ends an engagement with this much for its creator, which comes out of escrow; what is left of the reward is settled
   * with the campaign. Nothing at all cancels it.
   */
  async pay(tx: Tx, locked: LockedEngagement, amount: Money, endReason: string | null = null): Promise<void> {
    if (amount.minor === 0n) {
      await this.endCommission(tx, locked);
      await this.lifecycle.become(tx, locked, 'CANCELLED', { endReason });
      return;
    }
    const { engagement, campaign } = locked;
    const now = this.clock.now();
    const { rewardHoldDays } = await this.settings.getIn(tx, workSettings);
    // Before the engagement ends: with its end the campaign takes back what its escrow has too much.
    await this.earnings.record(tx, [
      {
        key: `order:${engagement.id}:reward`,
        creatorId: engagement.creatorId,
        day: businessDayOf(now),
        kind: 'ORDER_REWARD',
        amount,
        source: addresses.campaignEscrow(campaign.id),
        momentId: engagement.momentId ?? undefined,
        campaignId: campaign.id,
        availableAt: after(now, days(rewardHoldDays)),
        basis: {
          inputs: { currency: amount.currency, reward: engagement.rewardMinor, paid: `${amount.minor}` },
          formula: 'min(paid, reward)',
        },
      },
    ]);
    await this.lifecycle.become(tx, locked, 'PAID', { endReason });
  }

  /** From now on the platform's policy pays for what the moment sells. */
  async endCommission(tx: Tx, { engagement: { momentId } }: LockedEngagement): Promise<void> {
    if (momentId) await this.agreements.end(tx, { momentId, until: this.clock.now() });
  }

  private async agreeCommission(
    tx: Tx,
    { terms, momentId, from, publishedAt }: { terms: OrderTerms; momentId: MomentId; from: Date; publishedAt: Date },
  ): Promise<void> {
    const { campaignId, commissionBps: bps } = terms;
    if (bps === 0) return;
    const { days: commissionDays } = await this.settings.getIn(tx, commissionSettings);
    for (const productId of terms.productIds) {
      await this.agreements.agree(tx, { momentId, productId, campaignId, bps, from });
    }
    await this.agreements.end(tx, { momentId, until: after(publishedAt, days(commissionDays)) });
  }
}

function momentOf({ engagement: { id, momentId } }: LockedEngagement): MomentId {
  if (!momentId) throw new Error(`engagement ${id} has no work`);
  return momentId;
}
