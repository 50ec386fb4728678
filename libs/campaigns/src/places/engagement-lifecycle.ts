import { Injectable } from '@nestjs/common';
import { Clock } from '@moments/kernel';
import { Events, type Tx } from '@moments/platform';
import { CampaignLifecycle } from '../campaigns/campaign-lifecycle.js';
import { PlacesTaken } from '../campaigns.errors.js';
import { engagementChanged } from '../campaigns.events.js';
import {
  endedEngagements,
  engagementMayBecome,
  type EngagementStatus,
  holdsPlace,
} from '../domain/engagement-machine.js';
import { EngagementEntity } from './engagement.entity.js';
import type { LockedEngagement } from './engagements.store.js';

/** What is told of an engagement. */
type EngagementNews = Pick<EngagementEntity, 'id' | 'campaignId' | 'sellerId' | 'creatorId' | 'status' | 'endReason'>;

/** How a locked engagement goes from one status to another. */
@Injectable()
export class EngagementLifecycle {
  constructor(
    private readonly campaigns: CampaignLifecycle,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /**
   * Puts a locked engagement into another status, gives it a place or frees its own, and tells of it. With the end of a
   * place the campaign is settled: what its reward still has in escrow goes back to the seller, or waits for the next
   * taker. So whatever is to be paid out of escrow is paid before. Throws `PlacesTaken` when there is no place left,
   * `InsufficientFunds` when its terms cost more than a place of the newest ones and the seller has not as much; an
   * `Error` when that is not a way an engagement can go.
   */
  async become(
    tx: Tx,
    locked: LockedEngagement,
    status: EngagementStatus,
    change: Partial<EngagementEntity> = {},
  ): Promise<EngagementEntity> {
    const { engagement, campaign } = locked;
    const { id, status: from } = engagement;
    if (!engagementMayBecome(from, status)) throw new Error(`an engagement cannot go from ${from} to ${status}`);
    const now = this.clock.now();
    const ended = endedEngagements.includes(status);
    const changes = { ...change, status, updatedAt: now, endedAt: ended ? now : null };
    await tx.update(EngagementEntity, { id }, changes);
    Object.assign(engagement, changes);
    await this.tell(tx, engagement, from);

    const [held, holds] = [holdsPlace(from), holdsPlace(status)];
    if (holds !== held) {
      if (holds && campaign.placesTaken >= campaign.places) throw new PlacesTaken();
      await this.campaigns.change(tx, campaign, { placesTaken: campaign.placesTaken + (holds ? 1 : -1) });
    }
    const otherTerms = holds && !held && engagement.termsVersion !== campaign.termsVersion;
    if ((ended && held) || otherTerms) await this.campaigns.settle(tx, campaign);
    return engagement;
  }

  /** Announces what an engagement has become, or that it came to be. */
  async tell(tx: Tx, engagement: EngagementNews, from: EngagementStatus | null): Promise<void> {
    const { id: engagementId, campaignId, sellerId, creatorId, status: to, endReason } = engagement;
    const told = { engagementId, campaignId, sellerId, creatorId, from, to, endReason };
    await this.events.emit(tx, engagementChanged, told);
  }
}
