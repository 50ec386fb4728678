import type { CampaignId } from '@moments/kernel';
import { defineJob } from '@moments/platform';
import { z } from 'zod';

/** Sends away those who were invited to a campaign, or applied, and can no longer come in. */
export const endCandidates = defineJob({
  name: 'end-campaign-candidates',
  lane: 'worker',
  payload: z.object({ campaignId: z.uuid().transform((id) => id as CampaignId) }),
  attempts: 20,
  timeoutMs: 300_000,
});

/** Closes campaigns whose deadline has passed, whatever happened to any process meanwhile. */
export const closeCampaigns = defineJob({
  name: 'close-campaigns',
  lane: 'worker',
  // The calendar adds its own field to the payload.
  payload: z.looseObject({}),
  attempts: 3,
  timeoutMs: 300_000,
  cron: '* * * * *',
});
