import { Injectable } from '@nestjs/common';
import { type AccountId, Clock } from '@moments/kernel';
import type { Tx } from '@moments/platform';
import type { OrderLimits } from '../campaigns.settings.js';
import { outcomeOf } from '../domain/campaign-machine.js';
import { EngagementLifecycle } from '../places/engagement-lifecycle.js';
import { insertInvitations } from '../places/invitations.store.js';
import type { CampaignEntity } from './campaign.entity.js';
import { CampaignLifecycle } from './campaign-lifecycle.js';
import { readAccount } from './campaigns.store.js';
import { checkProducts, stillInvitable } from './order-checks.store.js';
import { checkDeadline } from './order-input.js';
import { readOrder } from './terms.store.js';

/** The steps of a locked campaign that people and the clock both take. */
@Injectable()
export class CampaignSteps {
  constructor(
    private readonly lifecycle: CampaignLifecycle,
    private readonly engagements: EngagementLifecycle,
    private readonly clock: Clock,
  ) {}

  now(): Date {
    return this.clock.now();
  }

  /** Opens a draft. */
  async open(tx: Tx, campaign: CampaignEntity, { by, limits }: { by: AccountId; limits: OrderLimits }): Promise<void> {
    const now = this.clock.now();
    const { terms } = await readOrder(tx, campaign.id);
    checkDeadline(terms.deadline, now, limits);
    const { sellerId } = campaign;
    const commissionIn = terms.commissionBps > 0 ? campaign.currency : undefined;
    await checkProducts(tx, { sellerId, productIds: terms.productIds, commissionIn });
    await this.lifecycle.become(tx, campaign, 'OPEN', { publishedAt: now, listedAt: now });
    await this.lifecycle.settle(tx, campaign);
    const creatorIds = await stillInvitable(tx, { by, sellerId, accountIds: terms.invitedIds });
    const invited = await insertInvitations(tx, { campaign, creatorIds, revisions: limits.revisions, at: now });
    for (const engagement of invited) await this.engagements.tell(tx, engagement, null);
  }

  async cancel(tx: Tx, campaign: CampaignEntity): Promise<void> {
    const published = campaign.status === 'OPEN';
    await this.lifecycle.become(tx, campaign, 'CANCELLED');
    if (published) await this.lifecycle.settle(tx, campaign);
  }

  /**
   * Closes an open campaign whose deadline has passed: closed while somebody is at work, ended when nobody is (`outcomeOf`).
   * Anything else is left as it is.
   */
  async close(tx: Tx, campaign: CampaignEntity): Promise<void> {
    if (campaign.status !== 'OPEN' || campaign.deadline > this.clock.now()) return;
    // What was published once may have sold something, though its place is free again: its commission is waited for.
    const idle = campaign.placesTaken === 0 && outcomeOf(await readAccount(tx, campaign)) === 'EXPIRED';
    await this.lifecycle.become(tx, campaign, idle ? 'EXPIRED' : 'CLOSED');
    await this.lifecycle.settle(tx, campaign);
  }
}
