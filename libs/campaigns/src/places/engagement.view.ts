import type { AccountId, CampaignId, Currency, EngagementId, Money, MomentId, SellerId } from '@moments/kernel';
import type { EngagementStatus } from '../domain/engagement-machine.js';

/** One creator's part in an order, as the two sides see it. */
export interface EngagementView {
  readonly id: EngagementId;
  readonly campaignId: CampaignId;
  readonly sellerId: SellerId;
  readonly creatorId: AccountId;
  readonly status: EngagementStatus;
  readonly termsVersion: number;
  readonly reward: Money;
  readonly message: string | null;
  readonly revisionsLeft: number;
  readonly dueAt: Date | null;
  readonly momentId: MomentId | null;
  readonly submittedAt: Date | null;
  readonly reviewDueAt: Date | null;
  readonly approvedAt: Date | null;
  readonly payableAt: Date | null;
  readonly endReason: string | null;
  readonly createdAt: Date;
  readonly endedAt: Date | null;
}

export const engagementColumns = `engagements.id, engagements.campaign_id as "campaignId",
  engagements.seller_id as "sellerId", engagements.creator_id as "creatorId", engagements.status,
  engagements.terms_version as "termsVersion", engagements.reward_minor as "rewardMinor", campaigns.currency,
  engagements.message, engagements.revisions_left as "revisionsLeft", engagements.due_at as "dueAt",
  engagements.moment_id as "momentId", engagements.submitted_at as "submittedAt",
  engagements.review_due_at as "reviewDueAt", engagements.approved_at as "approvedAt",
  engagements.payable_at as "payableAt", engagements.end_reason as "endReason", engagements.created_at as "createdAt",
  engagements.ended_at as "endedAt"`;

export const engagementTables = 'engagements join campaigns on campaigns.id = engagements.campaign_id';

export type EngagementRow = Omit<EngagementView, 'reward'> & { rewardMinor: string; currency: Currency };

export function toEngagementView({ rewardMinor, currency, ...row }: EngagementRow): EngagementView {
  return { ...row, reward: { minor: BigInt(rewardMinor), currency } };
}
