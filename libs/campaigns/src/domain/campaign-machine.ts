/** Where a campaign stands (`CampaignStatus` of the GraphQL contract). */
export const campaignStatuses = ['DRAFT', 'OPEN', 'CLOSED', 'DECIDED', 'CANCELLED', 'EXPIRED'] as const;
export type CampaignStatus = (typeof campaignStatuses)[number];

/**
 * What may happen to a campaign, and what becomes of it by that. CLOSED: nobody gets in any more, and some are still at
 * work. EXPIRED: its time was over, nobody was at work, and nobody's work was ever approved.
 */
export const campaignTransitions = {
  DRAFT: { publish: 'OPEN', cancel: 'CANCELLED' },
  OPEN: { close: 'CLOSED', decide: 'DECIDED', cancel: 'CANCELLED', expire: 'EXPIRED' },
  CLOSED: { decide: 'DECIDED' },
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
