import { Injectable } from '@nestjs/common';
import {
  campaignChanged,
  type CampaignStatus,
  engagementChanged,
  engagementDueSoon,
  engagementMessageSent,
  type EngagementStatus,
} from '@moments/campaigns';
import type { AccountId, CampaignId, EngagementId, SellerId } from '@moments/kernel';
import {
  Database,
  defineSubscription,
  HandlesJob,
  type JobContext,
  type JobHandler,
  statement,
} from '@moments/platform';
import type { NotificationKind } from '../domain/kinds.js';
import { newsOfCampaign, newsOfEngagement, type OrderSide } from '../domain/order-news.js';
import { eventIdOf } from './event-id.js';
import { TellingService } from './telling.service.js';

const tellOfEngagement = defineSubscription({ event: engagementChanged, name: 'notifications-tell-of-engagement' });
const tellOfCampaign = defineSubscription({ event: campaignChanged, name: 'notifications-tell-of-campaign' });
const tellOfMessage = defineSubscription({ event: engagementMessageSent, name: 'notifications-tell-of-message' });
const tellOfDue = defineSubscription({ event: engagementDueSoon, name: 'notifications-tell-of-due' });

interface OfEngagement {
  engagementId: EngagementId;
  sellerId: SellerId;
  creatorId: AccountId;
}

// The catalogue's own table, of which only the accounts are asked.
const membersOf = statement(
  'notifications.members-of-seller',
  'select account_id as "accountId" from seller_members where seller_id = $1 order by account_id limit 100',
);

/** Tells the sides of an order: the creator, and everybody who acts for the seller. */
@Injectable()
export class TellingSides {
  constructor(
    private readonly telling: TellingService,
    private readonly database: Database,
  ) {}

  async tellSides(
    { engagementId, sellerId, creatorId }: OfEngagement,
    { kind, to }: { kind: NotificationKind; to: readonly OrderSide[] },
    actId: string,
  ): Promise<void> {
    const members = to.includes('SELLER') ? await this.membersOf(sellerId) : [];
    const recipients = to.includes('CREATOR') ? [creatorId, ...members] : members;
    for (const recipientId of recipients) {
      await this.telling.tell({ kind, recipientId, subjectId: engagementId, actId });
    }
  }

  async tellMembers(
    sellerId: SellerId,
    act: { kind: NotificationKind; subjectId: string; actId: string },
  ): Promise<void> {
    for (const recipientId of await this.membersOf(sellerId)) await this.telling.tell({ ...act, recipientId });
  }

  private async membersOf(sellerId: SellerId): Promise<AccountId[]> {
    const members = await this.database.read<{ accountId: AccountId }>(membersOf, [sellerId]);
    return members.map(({ accountId }) => accountId);
  }
}

interface Changed extends OfEngagement {
  from: EngagementStatus | null;
  to: EngagementStatus;
  endReason: string | null;
}

@HandlesJob(tellOfEngagement)
export class TellOfEngagement implements JobHandler<Changed> {
  constructor(private readonly sides: TellingSides) {}

  async handle(changed: Changed, context: JobContext): Promise<void> {
    const news = newsOfEngagement(changed);
    if (news) await this.sides.tellSides(changed, news, eventIdOf(context));
  }
}

interface CampaignChange {
  campaignId: CampaignId;
  sellerId: SellerId;
  to: CampaignStatus;
}

@HandlesJob(tellOfCampaign)
export class TellOfCampaign implements JobHandler<CampaignChange> {
  constructor(private readonly sides: TellingSides) {}

  async handle({ campaignId, sellerId, to }: CampaignChange, context: JobContext): Promise<void> {
    const kind = newsOfCampaign(to);
    if (kind) await this.sides.tellMembers(sellerId, { kind, subjectId: campaignId, actId: eventIdOf(context) });
  }
}

interface OfSide extends OfEngagement {
  side: OrderSide;
}

/** Tells the other side. */
@HandlesJob(tellOfMessage)
export class TellOfMessage implements JobHandler<OfSide> {
  constructor(private readonly sides: TellingSides) {}

  async handle(sent: OfSide, context: JobContext): Promise<void> {
    const to = [sent.side === 'SELLER' ? 'CREATOR' : 'SELLER'] as const;
    await this.sides.tellSides(sent, { kind: 'ORDER_MESSAGE', to }, eventIdOf(context));
  }
}

/** Reminds the side that has to act. */
@HandlesJob(tellOfDue)
export class TellOfDue implements JobHandler<OfSide> {
  constructor(private readonly sides: TellingSides) {}

  async handle(due: OfSide, context: JobContext): Promise<void> {
    await this.sides.tellSides(due, { kind: 'ORDER_DUE_SOON', to: [due.side] }, eventIdOf(context));
  }
}
