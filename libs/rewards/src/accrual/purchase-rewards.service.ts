import { Injectable } from '@nestjs/common';
import { after, businessDayOf, Clock, days } from '@moments/kernel';
import { addresses } from '@moments/ledger';
import { type Earning, EarningsService } from '@moments/payouts';
import { Database, Settings, type Tx } from '@moments/platform';
import { earningHolds } from '../closing/closing.settings.js';
import { differenceLine } from '../closing/domain/difference.js';
import { commissionLine, paysIn, type RewardLine } from '../policy/domain/reward-lines.js';
import { RewardPolicies } from '../policy/policies.service.js';
import { commissionKey, hear, type PurchaseNews } from './domain/purchase-news.js';
import { PurchaseCreators } from './purchase-creators.js';
import { categoryOf, lockPurchaseReward, type PurchaseReward, savePurchaseReward } from './purchase-rewards.store.js';

/** What purchases earn: by the policy of the day on which they were made, whenever they are told of. */
@Injectable()
export class PurchaseRewards {
  constructor(
    private readonly database: Database,
    private readonly policies: RewardPolicies,
    private readonly creators: PurchaseCreators,
    private readonly earnings: EarningsService,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /**
   * Records what a piece of news changes. Once all news of an attribution has been heard, its lines add up to the commission
   * on what is owed, whatever the order in which it came. What an order pays for, what is sold for creators who do not
   * earn, and what was paid in another currency than the policy's brings nothing.
   */
  async settle(news: PurchaseNews): Promise<void> {
    const { attributionId, creatorId, momentId, owed, purchasedAt, purchasedOn } = news;
    const policy = await this.policies.inForceOn(purchasedOn);
    const category = await categoryOf(this.database, news.productId);
    const isPaid = paysIn(policy, owed.currency) && (await this.creators.isPaidByPolicy(news));
    const { purchaseExpectedDays } = await this.settings.get(earningHolds);
    const target = isPaid ? commissionLine(policy, { ...news, category, amount: owed }) : undefined;
    const now = this.clock.now();
    await this.database.transaction(async (tx) => {
      const about = { attributionId, creatorId, momentId, purchasedOn, currency: owed.currency };
      const known = await lockPurchaseReward(tx, { ...about, now });
      const heard = hear(known, news);
      const line = heard.isNewest ? toLine(news, known, { target, policyVersion: policy.version }) : undefined;
      const versions = line ? [...known.versions, news.version] : known.versions;
      const recorded = known.recorded + (line?.amount.minor ?? 0n);
      if (line) {
        const keys = known.versions.map((version) => commissionKey(attributionId, version));
        const earning: Earning = {
          key: commissionKey(attributionId, news.version),
          ...{ creatorId, momentId, ...line },
          // Not the day of the purchase: its statement may have been published.
          day: businessDayOf(now),
          source: addresses.platformRewards,
          availableAt: after(purchasedAt, days(purchaseExpectedDays)),
          untilConfirmed: true,
          takesBack: keys.toReversed(),
        };
        await this.earnings.record(tx, [earning]);
      }
      await savePurchaseReward(tx, attributionId, { ...heard, recorded, versions, byPolicy: isPaid, now });
      // News that comes late confirms what newer news has left of it: lines of those may be all that there is.
      const isLate = news.confirms && !heard.isNewest && recorded <= (target?.amount.minor ?? 0n);
      await this.confirm(tx, news, { upTo: isLate ? heard.version : heard.confirmedVersion, versions });
    });
  }

  private async confirm(
    tx: Tx,
    { attributionId, creatorId }: PurchaseNews,
    { upTo, versions }: { upTo: number; versions: readonly number[] },
  ): Promise<void> {
    const confirmed = versions.filter((version) => version <= upTo);
    const keys = confirmed.map((version) => commissionKey(attributionId, version));
    if (keys.length > 0) await this.earnings.confirm(tx, { creatorId, keys });
  }
}

/** The line that a piece of news makes, if it changes anything. */
function toLine(
  { attributionId, owed }: PurchaseNews,
  { recorded, versions }: PurchaseReward,
  { target, policyVersion }: { target: RewardLine | undefined; policyVersion: number },
): Pick<Earning, 'kind' | 'amount' | 'basis'> | undefined {
  const minor = target?.amount.minor ?? 0n;
  if (minor === recorded) return undefined;
  if (target && versions.length === 0) return { kind: target.kind, amount: target.amount, basis: target.basis };
  const before = { minor: recorded, currency: owed.currency };
  const line = differenceLine(target, before, { policyVersion, about: { attribution: attributionId } });
  return { ...line, kind: minor > recorded ? 'PURCHASE_COMMISSION' : 'RETURN_CLAWBACK' };
}
