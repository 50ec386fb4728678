import type { MomentStatus } from '@moments/moments';

/** What notifications can be about. */
export type SubjectKind = 'profile' | 'moment' | 'comment' | 'engagement' | 'campaign' | 'payout';

/** How notifications of a kind behave. */
interface KindRules {
  /** What they are about; `profile` is the told account's own. */
  subject: SubjectKind;
  /** Acts on one subject come together until the notification is read. */
  grouped: boolean;
  /** Where the moment that they belong to must stand; they go when it is removed. */
  moment?: MomentStatus;
  /** Whether accounts that have said nothing are told. */
  enabledAtFirst: boolean;
}

const many = { grouped: true, enabledAtFirst: true } as const;
const single = { grouped: false, enabledAtFirst: true } as const;

/** Everything that people are told. A new kind is a line here, its sentences in the gateway, and a subscription. */
export const kindRules = {
  NEW_FOLLOWER: { ...many, subject: 'profile' },
  MOMENT_LIKED: { ...many, subject: 'moment', moment: 'PUBLISHED' },
  MOMENT_COMMENTED: { ...many, subject: 'moment', moment: 'PUBLISHED' },
  COMMENT_REPLIED: { ...many, subject: 'comment', moment: 'PUBLISHED' },
  COMMENT_LIKED: { ...many, subject: 'comment', moment: 'PUBLISHED' },
  COMMENT_PINNED: { ...single, subject: 'comment', moment: 'PUBLISHED' },
  MOMENT_PUBLISHED: { ...single, subject: 'moment', moment: 'PUBLISHED' },
  MOMENT_FAILED: { ...single, subject: 'moment', moment: 'FAILED' },
  MOMENT_REJECTED: { ...single, subject: 'moment', moment: 'REJECTED' },
  MOMENT_RESTORED: { ...single, subject: 'moment', moment: 'PUBLISHED' },
  COMMENT_REMOVED: { ...single, subject: 'moment' },
  PROFILE_RESET: { ...single, subject: 'profile' },
  AVATAR_FAILED: { ...single, subject: 'profile' },
  MONETIZATION_APPROVED: { ...single, subject: 'profile' },
  MONETIZATION_REFUSED: { ...single, subject: 'profile' },
  MONETIZATION_SUSPENDED: { ...single, subject: 'profile' },
  MONETIZATION_LIFTED: { ...single, subject: 'profile' },
  REWARD_POLICY_PUBLISHED: { ...single, subject: 'profile' },
  REWARDS_PUBLISHED: { ...single, subject: 'profile' },
  FUND_SHARE_PAID: { ...single, subject: 'profile' },
  EARNINGS_CORRECTED: { ...single, subject: 'profile' },
  COMMISSION_TAKEN_BACK: { ...single, subject: 'profile' },
  DEBT_WRITTEN_OFF: { ...single, subject: 'profile' },
  PAYOUT_REQUESTED: { ...single, subject: 'payout' },
  PAYOUT_APPROVED: { ...single, subject: 'payout' },
  PAYOUT_SENT: { ...single, subject: 'payout' },
  PAYOUT_PAID: { ...single, subject: 'payout' },
  PAYOUT_RECEIPT_DUE: { ...single, subject: 'payout' },
  PAYOUT_REJECTED: { ...single, subject: 'payout' },
  PAYOUT_RETURNED: { ...single, subject: 'payout' },
  ORDER_INVITED: { ...single, subject: 'engagement' },
  ORDER_APPLIED_FOR: { ...single, subject: 'engagement' },
  ORDER_TAKEN: { ...single, subject: 'engagement' },
  ORDER_ADMITTED: { ...single, subject: 'engagement' },
  ORDER_NOT_ADMITTED: { ...single, subject: 'engagement' },
  ORDER_INVITATION_DECLINED: { ...single, subject: 'engagement' },
  ORDER_WORK_SUBMITTED: { ...single, subject: 'engagement' },
  ORDER_CHANGES_WANTED: { ...single, subject: 'engagement' },
  ORDER_WORK_APPROVED: { ...single, subject: 'engagement' },
  ORDER_PAID: { ...single, subject: 'engagement' },
  ORDER_DISPUTED: { ...single, subject: 'engagement' },
  ORDER_OVERDUE: { ...single, subject: 'engagement' },
  ORDER_CANCELLED: { ...single, subject: 'engagement' },
  ORDER_DUE_SOON: { ...single, subject: 'engagement' },
  ORDER_MESSAGE: { ...single, subject: 'engagement' },
  CAMPAIGN_PUBLISHED: { ...single, subject: 'campaign' },
  CAMPAIGN_CLOSED: { ...single, subject: 'campaign' },
  CAMPAIGN_DECIDED: { ...single, subject: 'campaign' },
  CAMPAIGN_CANCELLED: { ...single, subject: 'campaign' },
  CAMPAIGN_EXPIRED: { ...single, subject: 'campaign' },
} as const satisfies Record<string, KindRules>;

export type NotificationKind = keyof typeof kindRules;

/** Kinds that tell of new comments: each of their acts is one. */
export const announcingComments = ['MOMENT_COMMENTED', 'COMMENT_REPLIED'] as const satisfies NotificationKind[];

/** In the order in which they are shown as settings. */
export const notificationKinds = Object.keys(kindRules) as NotificationKind[];

export const rulesOf = (kind: NotificationKind): KindRules => kindRules[kind];
