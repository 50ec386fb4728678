import { type AccountId, type EngagementId, newId } from '@moments/kernel';
import { rows, type Tx } from '@moments/platform';
import type { CampaignEntity } from '../campaigns/campaign.entity.js';
import type { EngagementEntity } from './engagement.entity.js';

/** Who is invited, under the newest terms of a locked campaign. */
export interface NewInvitations {
  campaign: Pick<CampaignEntity, 'id' | 'sellerId' | 'termsVersion'>;
  creatorIds: readonly AccountId[];
  revisions: number;
  at: Date;
}

type Told = Pick<EngagementEntity, 'id' | 'campaignId' | 'sellerId' | 'creatorId' | 'status' | 'endReason'>;

/** Writes invitations; whoever has a part in the campaign already keeps that. Gives those that are new. */
export function insertInvitations(tx: Tx, { campaign, creatorIds, revisions, at }: NewInvitations): Promise<Told[]> {
  const ids = creatorIds.map((): EngagementId => newId<'engagement'>());
  return rows<Told>(
    tx,
    `insert into engagements (id, campaign_id, seller_id, creator_id, status, terms_version, reward_minor, revisions_left,
       created_at, updated_at)
     select invited.id, $3, $4, invited.creator_id, 'INVITED', $5, asked.reward_minor, $6, $7, $7
       from unnest($1::uuid[], $2::uuid[]) as invited (id, creator_id)
       join creator_order_terms as asked on asked.campaign_id = $3 and asked.version = $5
     on conflict on constraint engagements_once do nothing
     returning id, campaign_id as "campaignId", seller_id as "sellerId", creator_id as "creatorId", status,
       end_reason as "endReason"`,
    [ids, creatorIds, campaign.id, campaign.sellerId, campaign.termsVersion, revisions, at],
  );
}
