import type { CampaignId, EngagementId } from '@moments/kernel';
import { rows, type Tx } from '@moments/platform';
import type { CampaignEntity } from '../campaigns/campaign.entity.js';
import { lockCampaign } from '../campaigns/campaigns.store.js';
import { EngagementEntity } from './engagement.entity.js';

/** An engagement and its campaign, neither of which anybody else changes until the transaction ends. */
export interface LockedEngagement {
  engagement: EngagementEntity;
  campaign: CampaignEntity;
}

/** Locks an engagement, its campaign first as everywhere; `undefined` when there is none. */
export async function lockEngagement(tx: Tx, id: EngagementId): Promise<LockedEngagement | undefined> {
  const [found] = await rows<{ campaignId: CampaignId }>(
    tx,
    'select campaign_id as "campaignId" from engagements where id = $1',
    [id],
  );
  const campaign = found && (await lockCampaign(tx, found.campaignId));
  if (!campaign) return undefined;
  const engagement = await tx.findOne(EngagementEntity, { where: { id }, lock: { mode: 'pessimistic_write' } });
  return engagement ? { engagement, campaign } : undefined;
}
