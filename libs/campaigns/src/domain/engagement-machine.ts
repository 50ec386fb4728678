/** Where one creator's part in an order stands (`EngagementStatus` of the GraphQL contract). */
export const engagementStatuses = [
  'INVITED',
  'APPLIED',
  'ACCEPTED',
  'SUBMITTED',
  'REVISION_REQUESTED',
  'APPROVED',
  'PAID',
  'DECLINED',
  'CANCELLED',
  'EXPIRED',
  'DISPUTED',
] as const;
export type EngagementStatus = (typeof engagementStatuses)[number];

/**
 * What may happen to an engagement, and what becomes of it by that. `cancel` ends it by either side, `expire` by the
 * clock; `takeDown` ends what was approved because its moment did not stay; `refund` ends a dispute without anything for
 * the creator.
 */
export const engagementTransitions = {
  INVITED: { accept: 'ACCEPTED', decline: 'DECLINED', cancel: 'CANCELLED', expire: 'EXPIRED' },
  APPLIED: { admit: 'ACCEPTED', decline: 'DECLINED', cancel: 'CANCELLED', expire: 'EXPIRED' },
  ACCEPTED: { submit: 'SUBMITTED', cancel: 'CANCELLED', expire: 'EXPIRED' },
  SUBMITTED: { approve: 'APPROVED', askForChanges: 'REVISION_REQUESTED', cancel: 'CANCELLED', dispute: 'DISPUTED' },
  REVISION_REQUESTED: { submit: 'SUBMITTED', cancel: 'CANCELLED', expire: 'EXPIRED', dispute: 'DISPUTED' },
  APPROVED: { pay: 'PAID', takeDown: 'CANCELLED', dispute: 'DISPUTED' },
  DISPUTED: { settle: 'PAID', refund: 'CANCELLED' },
  PAID: {},
  DECLINED: {},
  CANCELLED: {},
  EXPIRED: {},
} as const satisfies Record<EngagementStatus, Readonly<Record<string, EngagementStatus>>>;

/** Whether an engagement may go from one status to another. */
export const engagementMayBecome = (from: EngagementStatus, to: EngagementStatus): boolean =>
  Object.values<EngagementStatus>(engagementTransitions[from]).includes(to);

/** Statuses that an engagement never leaves. */
export const endedEngagements: readonly EngagementStatus[] = engagementStatuses.filter(
  (status) => Object.keys(engagementTransitions[status]).length === 0,
);

/** Statuses in which a creator has a place and may still be paid: what the escrow keeps their reward for. */
export const liveEngagements = ['ACCEPTED', 'SUBMITTED', 'REVISION_REQUESTED', 'APPROVED', 'DISPUTED'] as const;

/** Whether a place is taken: live, or paid. */
export const holdsPlace = (status: EngagementStatus): boolean =>
  status === 'PAID' || (liveEngagements as readonly EngagementStatus[]).includes(status);
