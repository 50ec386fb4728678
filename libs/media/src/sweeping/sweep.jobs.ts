import { minutes } from '@moments/kernel';
import { defineJob } from '@moments/platform';
import { z } from 'zod';

// The calendar adds its own field to the payload.
const nothing = z.looseObject({});

/** Ends uploads whose time is over, and takes out of the store what ended uploads left there. */
export const sweepUploads = defineJob({
  name: 'sweep-uploads',
  lane: 'worker',
  payload: nothing,
  attempts: 3,
  timeoutMs: minutes(9),
  cron: '*/10 * * * *',
});

/** Deletes objects that no row speaks of: what killed processes left behind. */
export const sweepOrphans = defineJob({
  name: 'sweep-orphans',
  lane: 'worker',
  payload: nothing,
  attempts: 3,
  timeoutMs: minutes(120),
  cron: '40 3 * * *',
});
