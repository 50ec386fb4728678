import { Injectable } from '@nestjs/common';
import { requireActive, Rollout } from '@moments/identity';
import { type AccountId, type CampaignId, idempotencyKey, NotFound, parseInput } from '@moments/kernel';
import { Database, Settings, type Tx } from '@moments/platform';
import { z } from 'zod';
import { CampaignNotInState, CampaignOver } from '../campaigns.errors.js';
import { orderLimits } from '../campaigns.settings.js';
import { recordCommand } from '../commands.store.js';
import { campaignRules } from '../domain/campaign-kinds.js';
import { EngagementLifecycle } from '../places/engagement-lifecycle.js';
import { insertInvitations } from '../places/invitations.store.js';
import type { CampaignEntity } from './campaign.entity.js';
import { CampaignSteps } from './campaign-steps.js';
import { lockCampaign } from './campaigns.store.js';
import { checkInvited, sellerOf } from './order-checks.store.js';
import { invitedIds } from './order-input.js';
import type { OrderView } from './order.view.js';
import type { Ordering } from './orders.service.js';
import { readOrder } from './terms.store.js';

/** What a seller does with a campaign as a whole. */
export interface CampaignCommand {
  by: Ordering;
  campaignId: CampaignId;
  idempotencyKey: string;
}

const keySchema = z.object({ idempotencyKey });

/** Publishing, cancelling and inviting. Each is said again without harm under its key. */
@Injectable()
export class CampaignsService {
  constructor(
    private readonly database: Database,
    private readonly rollout: Rollout,
    private readonly settings: Settings,
    private readonly engagements: EngagementLifecycle,
    private readonly steps: CampaignSteps,
  ) {}

  /**
   * Opens a draft: its whole cost goes from the wallet into escrow in the same transaction, its terms are frozen, and those
   * who are to be invited are. Throws `InsufficientFunds` saying how much is missing, `CampaignNotInState`, `InvalidInput`
   * for a deadline that has come too near, `NotFound`, `FeatureNotAvailable`, `IdempotencyConflict`.
   */
  async publish(command: CampaignCommand): Promise<OrderView> {
    await this.rollout.require(command.by, campaignRules.CREATOR_ORDER.feature);
    const limits = await this.settings.get(orderLimits);
    return this.once('publish-campaign', command, async (tx, campaign) => {
      if (campaign.status !== 'DRAFT') throw new CampaignNotInState(campaign.status, 'campaignId');
      await this.steps.open(tx, campaign, { by: command.by.accountId, limits });
    });
  }

  /**
   * Ends a campaign before its time. A draft is simply given up. Of an open one every place that nobody has is paid back at
   * once and nobody comes in any more; whoever has a place goes on under their terms, with their reward in escrow. Throws
   * `CampaignNotInState` for one that is closed or over, `NotFound`, `IdempotencyConflict`.
   */
  cancel(command: CampaignCommand): Promise<OrderView> {
    return this.once('cancel-campaign', command, async (tx, campaign) => {
      if (campaign.status !== 'DRAFT' && campaign.status !== 'OPEN') {
        throw new CampaignNotInState(campaign.status, 'campaignId');
      }
      await this.steps.cancel(tx, campaign);
    });
  }

  /**
   * Invites creators to an open order; whoever has a part in it already keeps that. Throws `NotFound` when one of them is
   * nobody or blocked, `OwnOrder` for a member of the seller, `CampaignNotInState`, `CampaignOver`, `IdempotencyConflict`.
   */
  async invite({ accountIds, ...command }: CampaignCommand & { accountIds: readonly AccountId[] }): Promise<OrderView> {
    const limits = await this.settings.get(orderLimits);
    const { accountIds: creatorIds } = parseInput(z.object({ accountIds: invitedIds(limits) }), { accountIds });
    return this.once(
      'invite-to-order',
      command,
      async (tx, campaign) => {
        const now = this.steps.now();
        if (campaign.status !== 'OPEN') throw new CampaignNotInState(campaign.status, 'orderId');
        if (campaign.deadline <= now) throw new CampaignOver('orderId');
        const { sellerId } = campaign;
        await checkInvited(tx, { by: command.by.accountId, sellerId, accountIds: creatorIds });
        const invited = await insertInvitations(tx, { campaign, creatorIds, revisions: limits.revisions, at: now });
        for (const engagement of invited) await this.engagements.tell(tx, engagement, null);
      },
      { creatorIds },
    );
  }

  /** Does something with a locked campaign of the caller's seller, once for each key. */
  private once(
    name: string,
    { by, campaignId, idempotencyKey: key }: CampaignCommand,
    work: (tx: Tx, campaign: CampaignEntity) => Promise<void>,
    input: object = {},
  ): Promise<OrderView> {
    parseInput(keySchema, { idempotencyKey: key });
    return this.database.transaction(async (tx) => {
      const { accountId } = by;
      await requireActive(tx, accountId);
      const campaign = await lockCampaign(tx, campaignId);
      if (!campaign || campaign.sellerId !== (await sellerOf(tx, accountId))) {
        throw new NotFound('campaign', ['campaignId']);
      }
      const command = { accountId, idempotencyKey: key, command: name, subjectId: campaignId, at: this.steps.now() };
      const earlier = await recordCommand(tx, { ...command, input: { campaignId, ...input } });
      if (!earlier) await work(tx, campaign);
      return readOrder(tx, campaignId);
    });
  }
}
