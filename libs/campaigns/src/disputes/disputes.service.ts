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
import { EngagementNotInState } from '../campaigns.errors.js';
import { recordCommand } from '../commands.store.js';
import { engagementMayBecome } from '../domain/engagement-machine.js';
import { EngagementLifecycle } from '../places/engagement-lifecycle.js';
import { lockEngagement } from '../places/engagements.store.js';
import { Parties, requireSide } from '../work/parties.js';
import { Settlement } from '../work/settlement.service.js';
import { SplitExceedsReward } from './disputes.errors.js';
import { insertDispute, keepResolution } from './disputes.store.js';

export interface OpenDispute {
  accountId: AccountId;
  engagementId: EngagementId;
  reason: string;
}

export interface ResolveDispute {
  operatorId: AccountId;
  engagementId: EngagementId;
  /** Of the place's reward; the rest is the seller's. */
  toCreator: Money;
  resolution: string;
  idempotencyKey: string;
}

const text = textSchema({ max: 2_000, required: true, maxLineBreaks: 50 });
const opening = z.object({ reason: text });
const resolving = z.object({ resolution: text, idempotencyKey });

/** What the two sides cannot settle themselves: the place is frozen until an operator has decided. */
@Injectable()
export class DisputesService {
  constructor(
    private readonly database: Database,
    private readonly parties: Parties,
    private readonly lifecycle: EngagementLifecycle,
    private readonly settlement: Settlement,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /**
   * Freezes the place: neither silence nor time decides about it any more. While it is open, opening it again changes
   * nothing. Throws `NotFound`, `EngagementNotInState` before anything was handed in and after the end, `InvalidInput`.
   */
  async open({ accountId, engagementId, ...input }: OpenDispute): Promise<void> {
    const { reason } = parseInput(opening, input);
    const party = await this.parties.of(accountId);
    const at = this.clock.now();
    await this.database.transaction(async (tx) => {
      const locked = requireSide(await lockEngagement(tx, engagementId), party);
      const { status } = locked.engagement;
      if (status === 'DISPUTED') return;
      if (!engagementMayBecome(status, 'DISPUTED')) throw new EngagementNotInState(status);
      await insertDispute(tx, { engagementId, openedBy: accountId, side: locked.side, reason, at });
      const frozen = { disputedFrom: status, reviewDueAt: null, dueAt: null };
      await this.lifecycle.become(tx, locked, 'DISPUTED', frozen);
    });
  }

  /**
   * An operator shares the place's reward between the two sides, to the minor unit; the creator's part is paid, the rest
   * is the seller's again. Repeating a key changes nothing. Throws `NotFound`, `EngagementNotInState`,
   * `SplitExceedsReward`, `InvalidInput`, `IdempotencyConflict`.
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
      if (engagement.status !== 'DISPUTED') throw new EngagementNotInState(engagement.status);
      const reward: Money = { minor: BigInt(engagement.rewardMinor), currency: campaign.currency };
      const fits = toCreator.currency === reward.currency && toCreator.minor >= 0n && toCreator.minor <= reward.minor;
      if (!fits) throw new SplitExceedsReward(`${formatAmount(reward)} ${reward.currency}`);
      await keepResolution(tx, { engagementId, toCreatorMinor: toCreator.minor, resolution, by: operatorId, at });
      await this.settlement.pay(tx, locked, toCreator, 'dispute_resolved');
      await this.recordAudit(tx, { operatorId, engagementId, toCreator });
    });
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
