import type { CampaignStatus, EngagementStatus } from '@moments/campaigns';
import type { NotificationKind } from './kinds.js';

/** The two of an engagement: whoever acts for the seller, and the creator. */
export type OrderSide = 'SELLER' | 'CREATOR';

/** Something that one side, or both, are told. */
export interface OrderNews {
  readonly kind: NotificationKind;
  readonly to: readonly OrderSide[];
}

const seller = ['SELLER'] as const;
const creator = ['CREATOR'] as const;
const both = ['SELLER', 'CREATOR'] as const;

/** How an engagement changed; `from` is null when it came to be. */
interface EngagementChange {
  from: EngagementStatus | null;
  to: EngagementStatus;
  endReason: string | null;
}

/** What is told of a change of an engagement; nothing to whoever made it. */
export function newsOfEngagement({ from, to, endReason }: EngagementChange): OrderNews | undefined {
  switch (to) {
    case 'INVITED':
      return { kind: 'ORDER_INVITED', to: creator };
    case 'APPLIED':
      return { kind: 'ORDER_APPLIED_FOR', to: seller };
    case 'ACCEPTED':
      return from === 'APPLIED' ? { kind: 'ORDER_ADMITTED', to: creator } : { kind: 'ORDER_TAKEN', to: seller };
    case 'DECLINED':
      return from === 'APPLIED'
        ? { kind: 'ORDER_NOT_ADMITTED', to: creator }
        : { kind: 'ORDER_INVITATION_DECLINED', to: seller };
    case 'SUBMITTED':
      return { kind: 'ORDER_WORK_SUBMITTED', to: seller };
    case 'REVISION_REQUESTED':
      return { kind: 'ORDER_CHANGES_WANTED', to: creator };
    case 'APPROVED':
      return { kind: 'ORDER_WORK_APPROVED', to: both };
    case 'PAID':
      return { kind: 'ORDER_PAID', to: both };
    case 'DISPUTED':
      return { kind: 'ORDER_DISPUTED', to: both };
    case 'EXPIRED':
      // An invitation or application that came to nothing is no news for the seller.
      return { kind: 'ORDER_OVERDUE', to: from === 'INVITED' || from === 'APPLIED' ? creator : both };
    case 'CANCELLED':
      return {
        kind: 'ORDER_CANCELLED',
        to: endReason === 'withdrawn' || endReason === 'account_deleted' ? seller : both,
      };
  }
}

/** What members of the seller are told of a change of one of its campaigns. */
export function newsOfCampaign(to: CampaignStatus): NotificationKind | undefined {
  switch (to) {
    case 'OPEN':
      return 'CAMPAIGN_PUBLISHED';
    case 'CLOSED':
      return 'CAMPAIGN_CLOSED';
    case 'DECIDED':
      return 'CAMPAIGN_DECIDED';
    case 'CANCELLED':
      return 'CAMPAIGN_CANCELLED';
    case 'EXPIRED':
      return 'CAMPAIGN_EXPIRED';
    case 'DRAFT':
      return undefined;
  }
}
