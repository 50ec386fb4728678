/** Where a campaign stands (`CampaignStatus` of the GraphQL contract). */
export const campaignStatuses = ['DRAFT', 'OPEN', 'CLOSED', 'DECIDED', 'CANCELLED', 'EXPIRED'] as const;
export type CampaignStatus = (typeof campaignStatuses)[number];

/**
 * What may happen to a campaign, and what becomes of it by that. CLOSED: nobody gets in any more, and some are still at
 * work. DECIDED and EXPIRED: nobody is, see {@link outcomeOf}.
 */
export const campaignTransitions = {
  DRAFT: { publish: 'OPEN', cancel: 'CANCELLED' },
  OPEN: { close: 'CLOSED', decide: 'DECIDED', cancel: 'CANCELLED', expire: 'EXPIRED' },
  CLOSED: { decide: 'DECIDED', expire: 'EXPIRED' },
  DECIDED: {},
  CANCELLED: {},
  EXPIRED: {},
} as const satisfies Record<CampaignStatus, Readonly<Record<string, CampaignStatus>>>;

/** Whether a campaign may go from one status to another. */
export const campaignMayBecome = (from: CampaignStatus, to: CampaignStatus): boolean =>
  Object.values<CampaignStatus>(campaignTransitions[from]).includes(to);

/** Statuses that a campaign never leaves. */
export const endedCampaigns: readonly CampaignStatus[] = campaignStatuses.filter(
  (status) => Object.keys(campaignTransitions[status]).length === 0,
);

/**
 * How a campaign ends by itself once nobody is at work and nobody can come: DECIDED when any work was ever approved or
 * paid, EXPIRED when none was. By that alone: at one instant its deadline and the last work's may be noticed in either order.
 */
export const outcomeOf = ({ approved, paid }: { approved: boolean; paid: number }): 'DECIDED' | 'EXPIRED' =>
  approved || paid > 0 ? 'DECIDED' : 'EXPIRED';
