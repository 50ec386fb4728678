import type { AccountId, CampaignId, EngagementId, SellerId } from '@moments/kernel';
import { defineEvent } from '@moments/platform';
import { z } from 'zod';
import { campaignStatuses } from './domain/campaign-machine.js';
import { engagementStatuses } from './domain/engagement-machine.js';

const campaign = {
  campaignId: z.uuid().transform((id) => id as CampaignId),
  sellerId: z.uuid().transform((id) => id as SellerId),
};
const engagement = {
  ...campaign,
  engagementId: z.uuid().transform((id) => id as EngagementId),
  creatorId: z.uuid().transform((id) => id as AccountId),
};

/** A campaign went from one status to another. */
export const campaignChanged = defineEvent({
  name: 'campaign-changed',
  payload: z.object({
    ...campaign,
    ownerId: z.uuid().transform((id) => id as AccountId),
    from: z.enum(campaignStatuses),
    to: z.enum(campaignStatuses),
  }),
});

/** The terms of an open campaign have a new version, which holds for those who come later. */
export const campaignTermsChanged = defineEvent({
  name: 'campaign-terms-changed',
  payload: z.object({ ...campaign, version: z.int() }),
});

/** An engagement came to be (`from` is null) or went from one status to another. */
export const engagementChanged = defineEvent({
  name: 'engagement-changed',
  payload: z.object({
    ...engagement,
    from: z.enum(engagementStatuses).nullable(),
    to: z.enum(engagementStatuses),
    /** Why it ended, when it did. */
    endReason: z.string().nullable(),
  }),
});

/** Somebody wrote into an engagement's thread. */
export const engagementMessageSent = defineEvent({
  name: 'engagement-message-sent',
  payload: z.object({ ...engagement, side: z.enum(['SELLER', 'CREATOR']) }),
});

/** The time of whoever has to act is nearly over: `side` says whose. */
export const engagementDueSoon = defineEvent({
  name: 'engagement-due-soon',
  payload: z.object({ ...engagement, side: z.enum(['SELLER', 'CREATOR']), dueAt: z.iso.datetime() }),
});
