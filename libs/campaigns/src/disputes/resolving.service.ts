import { Injectable } from '@nestjs/common';
import { Audit } from '@moments/identity';
import {
  type AccountId,
  Clock,
  type EngagementId,
  formatAmount,
  idempotencyKey,
  type Money,
  NotFound,
  parseInput,
  textSchema,
  toGlobalId,
} from '@moments/kernel';
import { Database, type Tx } from '@moments/platform';
import { z } from 'zod';
import { sellerOf } from '../campaigns/order-checks.store.js';
import { EngagementNotInState } from '../campaigns.errors.js';
import { recordCommand } from '../commands.store.js';
import { Forgetting } from '../forgetting/forgetting.service.js';
import type { EngagementEntity } from '../places/engagement.entity.js';
import { lockEngagement } from '../places/engagements.store.js';
import { Settlement } from '../work/settlement.service.js';
import { OwnDispute, SplitExceedsReward } from './disputes.errors.js';
import { keepResolution } from './disputes.store.js';

export interface ResolveDispute {
  operatorId: AccountId;
  engagementId: EngagementId;
  /** Of the place's reward; the rest is the seller's. */
  toCreator: Money;
  resolution: string;
  idempotencyKey: string;
}

const resolving = z.object({
  resolution: textSchema({ max: 2_000, required: true, maxLineBreaks: 50 }),
  idempotencyKey,
});

/** How operators end what the two sides could not settle themselves. */
@Injectable()
export class DisputeResolving {
  constructor(
    private readonly database: Database,
    private readonly settlement: Settlement,
    private readonly forgetting: Forgetting,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /**
   * An operator shares the place's reward between the two sides, to the minor unit; the creator's part is paid, the rest
   * is the seller's again. Repeating a key changes nothing. Throws `NotFound`, `EngagementNotInState`,
   * `OwnDispute`, `SplitExceedsReward`, `InvalidInput`, `IdempotencyConflict`.
   */
  async resolve({ operatorId, engagementId, toCreator, ...input }: ResolveDispute): Promise<void> {
    const { resolution, idempotencyKey: key } = parseInput(resolving, input);
    const at = this.clock.now();
    await this.database.transaction(async (tx) => {
      const command = { accountId: operatorId, idempotencyKey: key, command: 'resolve-dispute', at };
      const asked = { engagementId, toCreator, resolution };
      if (await recordCommand(tx, { ...command, input: asked, subjectId: engagementId })) return;
      const locked = await lockEngagement(tx, engagementId);
      if (!locked) throw new NotFound('engagement', ['engagementId']);
      const { engagement, campaign } = locked;
      await this.requireNeutral(tx, operatorId, engagement);
      if (engagement.status !== 'DISPUTED') throw new EngagementNotInState(engagement.status);
      const reward: Money = { minor: BigInt(engagement.rewardMinor), currency: campaign.currency };
      const fits = toCreator.currency === reward.currency && toCreator.minor >= 0n && toCreator.minor <= reward.minor;
      if (!fits) throw new SplitExceedsReward(`${formatAmount(reward)} ${reward.currency}`);
      await keepResolution(tx, { engagementId, toCreatorMinor: toCreator.minor, resolution, by: operatorId, at });
      await this.settlement.pay(tx, locked, toCreator, 'dispute_resolved');
      await this.forgetting.afterDispute(tx, engagementId);
      await this.recordAudit(tx, { operatorId, engagementId, toCreator });
    });
  }

  /** Nobody shares out money between themselves and somebody else. */
  private async requireNeutral(
    tx: Tx,
    operatorId: AccountId,
    { creatorId, sellerId }: EngagementEntity,
  ): Promise<void> {
    if (operatorId === creatorId || (await sellerOf(tx, operatorId)) === sellerId) throw new OwnDispute();
  }

  private recordAudit(
    tx: Tx,
    { operatorId, engagementId, toCreator }: Pick<ResolveDispute, 'operatorId' | 'engagementId' | 'toCreator'>,
  ): Promise<void> {
    return this.audit.record(tx, {
      actor: operatorId,
      action: 'dispute.resolved',
      subject: toGlobalId('engagement', engagementId),
      details: { toCreator: formatAmount(toCreator), currency: toCreator.currency },
    });
  }
}
