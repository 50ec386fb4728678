import { accountDeleted } from '@moments/identity';
import type { MomentId } from '@moments/kernel';
import { assetFailed, assetReady } from '@moments/media';
import { defineJob, defineSubscription } from '@moments/platform';
import { z } from 'zod';

/** Publishes a moment at its hour. */
export const publishMoment = defineJob({
  name: 'publish-moment',
  lane: 'worker',
  payload: z.object({ momentId: z.uuid().transform((id) => id as MomentId) }),
  attempts: 20,
  timeoutMs: 30_000,
});

/** Takes up the moments whose own job has died, so that none stays unfinished for ever. */
export const catchUpMoments = defineJob({
  name: 'catch-up-moments',
  lane: 'worker',
  // The calendar adds its own field to the payload.
  payload: z.looseObject({}),
  attempts: 3,
  timeoutMs: 600_000,
  cron: '23 * * * *',
});

/** The waiting publication of a moment is found by this key. */
export const publicationKey = (momentId: MomentId): string => `publish-moment:${momentId}`;

export const settleReadyMoment = defineSubscription({ event: assetReady, name: 'moments-settle-ready', attempts: 20 });
export const settleFailedMoment = defineSubscription({
  event: assetFailed,
  name: 'moments-settle-failed',
  attempts: 20,
});
export const removeMomentsOfAccount = defineSubscription({
  event: accountDeleted,
  name: 'moments-remove-of-account',
  attempts: 20,
  timeoutMs: 600_000,
});
