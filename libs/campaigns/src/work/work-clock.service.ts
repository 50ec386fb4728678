import { Injectable } from '@nestjs/common';
import { type CampaignId, Clock, type EngagementId, type MomentId } from '@moments/kernel';
import { Database, Events, type Tx } from '@moments/platform';
import { CampaignLifecycle } from '../campaigns/campaign-lifecycle.js';
import { lockCampaign } from '../campaigns/campaigns.store.js';
import { engagementDueSoon } from '../campaigns.events.js';
import { endedCampaigns } from '../domain/campaign-machine.js';
import { EngagementLifecycle } from '../places/engagement-lifecycle.js';
import { lockEngagement } from '../places/engagements.store.js';
import { type DueSoon, keepReminder } from './due.store.js';
import { Settlement } from './settlement.service.js';
import { engagementOfMoment } from './submissions.store.js';

/** What the clock does with engagements. Every step looks anew at what is due, and done again changes nothing. */
@Injectable()
export class WorkClock {
  constructor(
    private readonly database: Database,
    private readonly lifecycle: EngagementLifecycle,
    private readonly campaigns: CampaignLifecycle,
    private readonly settlement: Settlement,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /** Does what the time that has come asks for: expires, approves by silence, pays. */
  async advance(id: EngagementId): Promise<void> {
    await this.database.transaction(async (tx) => {
      const locked = await lockEngagement(tx, id);
      if (!locked) return;
      const { engagement } = locked;
      const now = this.clock.now();
      const isDue = (at: Date | null): boolean => at !== null && at <= now;
      switch (engagement.status) {
        case 'ACCEPTED':
        case 'REVISION_REQUESTED':
          if (isDue(engagement.dueAt)) await this.lifecycle.become(tx, locked, 'EXPIRED', { endReason: 'overdue' });
          return;
        case 'SUBMITTED':
          if (isDue(engagement.reviewDueAt)) await this.settlement.approve(tx, locked, null);
          return;
        case 'APPROVED':
          if (isDue(engagement.payableAt)) await this.settlement.watch(tx, locked);
          return;
        case 'INVITED':
        case 'APPLIED':
        case 'PAID':
        case 'DECLINED':
        case 'CANCELLED':
        case 'EXPIRED':
        case 'DISPUTED':
      }
    });
  }

  /** Looks whether approved work is still published as ordered. */
  async check(id: EngagementId): Promise<void> {
    await this.database.transaction((tx) => this.watch(tx, id));
  }

  /** The same for the work that a moment is, when something has happened to it. */
  async checkMoment(momentId: MomentId): Promise<void> {
    await this.database.transaction(async (tx) => {
      const id = await engagementOfMoment(tx, momentId);
      if (id) await this.watch(tx, id);
    });
  }

  /** Reminds whoever's turn it is, once for each instant; nobody whose turn is over meanwhile. */
  async remind(soon: DueSoon): Promise<void> {
    await this.database.transaction(async (tx) => {
      const locked = await lockEngagement(tx, soon.id);
      if (!locked) return;
      const { id: engagementId, campaignId, sellerId, creatorId, ...engagement } = locked.engagement;
      const turn = soon.side === 'SELLER' ? engagement.reviewDueAt : engagement.dueAt;
      if (turn?.getTime() !== soon.dueAt.getTime()) return;
      if (!(await keepReminder(tx, soon, this.clock.now()))) return;
      const told = { engagementId, campaignId, sellerId, creatorId, side: soon.side };
      await this.events.emit(tx, engagementDueSoon, { ...told, dueAt: soon.dueAt.toISOString() });
    });
  }

  /** Gives the seller back what is left of an ended campaign's commission. */
  async endCommission(id: CampaignId): Promise<void> {
    await this.database.transaction(async (tx) => {
      const campaign = await lockCampaign(tx, id);
      if (!campaign || campaign.commissionEndedAt || !endedCampaigns.includes(campaign.status)) return;
      await this.campaigns.change(tx, campaign, { commissionEndedAt: this.clock.now() });
      await this.campaigns.settle(tx, campaign);
    });
  }

  private async watch(tx: Tx, id: EngagementId): Promise<void> {
    const locked = await lockEngagement(tx, id);
    if (locked?.engagement.status === 'APPROVED') await this.settlement.watch(tx, locked);
  }
}
