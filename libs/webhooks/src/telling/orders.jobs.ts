import {
  campaignChanged,
  type CampaignStatus,
  campaignTermsChanged,
  engagementChanged,
  engagementDueSoon,
  engagementMessageSent,
  type EngagementStatus,
} from '@moments/campaigns';
import {
  type AccountId,
  type CampaignId,
  type EngagementId,
  profileOf,
  type SellerId,
  toGlobalId,
} from '@moments/kernel';
import { defineSubscription, eventOf, HandlesJob, type JobContext, type JobHandler } from '@moments/platform';
import { DeliveriesService } from '../deliveries/deliveries.service.js';
import { engagementEvents, orderEvents, type WebhookEvent } from './webhook-events.js';

const tellOfOrder = defineSubscription({ event: campaignChanged, name: 'webhooks-tell-of-order' });
const tellOfTerms = defineSubscription({ event: campaignTermsChanged, name: 'webhooks-tell-of-terms' });
const tellOfEngagement = defineSubscription({ event: engagementChanged, name: 'webhooks-tell-of-engagement' });
const tellOfMessage = defineSubscription({ event: engagementMessageSent, name: 'webhooks-tell-of-message' });
const tellOfDueSoon = defineSubscription({ event: engagementDueSoon, name: 'webhooks-tell-of-due-soon' });

interface OfOrder {
  campaignId: CampaignId;
  sellerId: SellerId;
}

interface OfEngagement extends OfOrder {
  engagementId: EngagementId;
  creatorId: AccountId;
}

const orderOf = ({ campaignId }: OfOrder) => ({ orderId: toGlobalId('campaign', campaignId) });
const engagementOf = (news: OfEngagement) => ({
  ...orderOf(news),
  engagementId: toGlobalId('engagement', news.engagementId),
  creatorId: toGlobalId('profile', profileOf(news.creatorId)),
});

/** What every message has: whom it is for, which news it tells, and when that happened. */
function newsOf({ sellerId }: OfOrder, event: WebhookEvent, context: JobContext) {
  const { id: eventId, occurredAt } = eventOf(context);
  return { sellerId, event, eventId, occurredAt };
}

@HandlesJob(tellOfOrder)
export class TellOfOrder implements JobHandler<OfOrder & { to: CampaignStatus }> {
  constructor(private readonly deliveries: DeliveriesService) {}

  async handle({ to, ...order }: OfOrder & { to: CampaignStatus }, context: JobContext): Promise<void> {
    // Nothing becomes a draft.
    if (to === 'DRAFT') return;
    await this.deliveries.tell({ ...newsOf(order, orderEvents[to], context), data: { ...orderOf(order), status: to } });
  }
}

@HandlesJob(tellOfTerms)
export class TellOfTerms implements JobHandler<OfOrder & { version: number }> {
  constructor(private readonly deliveries: DeliveriesService) {}

  handle({ version, ...order }: OfOrder & { version: number }, context: JobContext): Promise<void> {
    const data = { ...orderOf(order), version };
    return this.deliveries.tell({ ...newsOf(order, 'order.terms_changed', context), data });
  }
}

interface EngagementChange extends OfEngagement {
  from: EngagementStatus | null;
  to: EngagementStatus;
  endReason: string | null;
}

@HandlesJob(tellOfEngagement)
export class TellOfEngagement implements JobHandler<EngagementChange> {
  constructor(private readonly deliveries: DeliveriesService) {}

  handle({ from, to, endReason, ...engagement }: EngagementChange, context: JobContext): Promise<void> {
    const data = { ...engagementOf(engagement), previousStatus: from, status: to, reason: endReason };
    return this.deliveries.tell({ ...newsOf(engagement, engagementEvents[to], context), data });
  }
}

interface OfSide extends OfEngagement {
  side: 'SELLER' | 'CREATOR';
}

@HandlesJob(tellOfMessage)
export class TellOfMessage implements JobHandler<OfSide> {
  constructor(private readonly deliveries: DeliveriesService) {}

  handle({ side, ...engagement }: OfSide, context: JobContext): Promise<void> {
    const data = { ...engagementOf(engagement), from: side };
    return this.deliveries.tell({ ...newsOf(engagement, 'engagement.message_sent', context), data });
  }
}

@HandlesJob(tellOfDueSoon)
export class TellOfDueSoon implements JobHandler<OfSide & { dueAt: string }> {
  constructor(private readonly deliveries: DeliveriesService) {}

  handle({ side, dueAt, ...engagement }: OfSide & { dueAt: string }, context: JobContext): Promise<void> {
    const data = { ...engagementOf(engagement), waitsFor: side, dueAt };
    return this.deliveries.tell({ ...newsOf(engagement, 'engagement.due_soon', context), data });
  }
}
