import { Injectable } from '@nestjs/common';
import { type AccountId, type CampaignId, Clock, type EngagementId } from '@moments/kernel';
import { Database, rows, statement, type Tx } from '@moments/platform';
import { Forgetting } from '../forgetting/forgetting.service.js';
import { EngagementLifecycle } from '../places/engagement-lifecycle.js';
import { lockEngagement } from '../places/engagements.store.js';
import { CampaignSteps } from './campaign-steps.js';
import type { CampaignEntity } from './campaign.entity.js';
import { lockCampaign } from './campaigns.store.js';

const batch = 100;

const dueCampaigns = statement(
  'campaigns.due',
  `select id from campaigns where status = 'OPEN' and deadline <= $1 order by deadline, id limit $2`,
);

/** What ends by itself: campaigns at their deadline, and invitations and applications that can lead nowhere any more. */
@Injectable()
export class EndingService {
  constructor(
    private readonly database: Database,
    private readonly steps: CampaignSteps,
    private readonly engagements: EngagementLifecycle,
    private readonly forgetting: Forgetting,
    private readonly clock: Clock,
  ) {}

  /** Closes open campaigns whose deadline has passed, at most so many; tells how many it looked at. */
  async closeDue(limit: number): Promise<number> {
    const now = this.clock.now();
    const due = await this.database.read<{ id: CampaignId }>(dueCampaigns, [now, limit]);
    // Each in a transaction of its own: one campaign's lock is not held while another's is waited for.
    const failures: unknown[] = [];
    for (const { id } of due) {
      try {
        await this.database.transaction(async (tx) => {
          const campaign = await lockCampaign(tx, id);
          if (campaign) await this.steps.close(tx, campaign);
        });
      } catch (error) {
        failures.push(error);
      }
    }
    // One that cannot be closed comes first again every time: it must not keep the others waiting behind it.
    if (failures.length > 0) throw new AggregateError(failures, `${failures.length} of ${due.length} not closed`);
    return due.length;
  }

  /** Sends away all who were invited to a campaign, or applied, once it is not open any more; again finds nobody. */
  async endCandidates(campaignId: CampaignId): Promise<void> {
    for (let ended = batch; ended === batch;) {
      ended = await this.database.transaction((tx) => this.endSome(tx, campaignId));
    }
  }

  private async endSome(tx: Tx, campaignId: CampaignId): Promise<number> {
    const campaign = await lockCampaign(tx, campaignId);
    if (!campaign || campaign.status === 'OPEN' || campaign.status === 'DRAFT') return 0;
    const [status, endReason] = endOf(campaign, this.clock.now());
    const waiting = await rows<{ id: EngagementId }>(
      tx,
      `select id from engagements where campaign_id = $1 and status in ('INVITED', 'APPLIED') order by id limit $2`,
      [campaignId, batch],
    );
    for (const { id } of waiting) {
      const locked = await lockEngagement(tx, id);
      if (!locked) continue;
      await this.engagements.become(tx, locked, status, { endReason });
    }
    return waiting.length;
  }

  /** Ends what a deleted account had not begun to deliver, and takes away what it wrote. */
  async forgetAccount(creatorId: AccountId): Promise<void> {
    const begun = await this.database.transaction((tx) =>
      rows<{ id: EngagementId }>(
        tx,
        `select id from engagements where creator_id = $1 and status in ('INVITED', 'APPLIED', 'ACCEPTED') order by id`,
        [creatorId],
      ),
    );
    for (const { id } of begun) {
      await this.database.transaction(async (tx) => {
        const locked = await lockEngagement(tx, id);
        if (!locked || !['INVITED', 'APPLIED', 'ACCEPTED'].includes(locked.engagement.status)) return;
        await this.engagements.become(tx, locked, 'CANCELLED', { endReason: 'account_deleted' });
      });
    }
    await this.database.transaction((tx) => this.forgetting.author(tx, creatorId));
  }
}

/** How those end who did not come into a campaign that is not open any more. */
function endOf(
  { status, deadline }: Pick<CampaignEntity, 'status' | 'deadline'>,
  now: Date,
): ['CANCELLED' | 'EXPIRED', endReason: string] {
  if (status === 'CANCELLED') return ['CANCELLED', 'campaign_cancelled'];
  return ['EXPIRED', deadline <= now ? 'deadline_passed' : 'places_filled'];
}
