import { type CampaignStatus, type EngagementStatus } from '@moments/campaigns';

/** What is told when a campaign has come to a status. */
export const orderEvents = {
  OPEN: 'order.published',
  CLOSED: 'order.closed',
  DECIDED: 'order.decided',
  CANCELLED: 'order.cancelled',
  EXPIRED: 'order.expired',
} as const satisfies Record<Exclude<CampaignStatus, 'DRAFT'>, string>;

/** What is told when an engagement has come to a status. */
export const engagementEvents = {
  INVITED: 'engagement.invited',
  APPLIED: 'engagement.applied',
  ACCEPTED: 'engagement.accepted',
  SUBMITTED: 'engagement.submitted',
  REVISION_REQUESTED: 'engagement.revision_requested',
  APPROVED: 'engagement.approved',
  PAID: 'engagement.paid',
  DECLINED: 'engagement.declined',
  CANCELLED: 'engagement.cancelled',
  EXPIRED: 'engagement.expired',
  DISPUTED: 'engagement.disputed',
} as const satisfies Record<EngagementStatus, string>;

const others = ['order.terms_changed', 'engagement.message_sent', 'engagement.due_soon'] as const;

/** Everything that sellers' systems can ask to be told of. */
export const webhookEvents = [...Object.values(orderEvents), ...Object.values(engagementEvents), ...others] as const;

/** `ping` is sent on request only. */
export type WebhookEvent = (typeof webhookEvents)[number] | 'ping';
