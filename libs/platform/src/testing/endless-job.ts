import { z } from 'zod';
import { defineJob } from '../jobs/define-job.js';

/** Taken by a process of its own (endless-worker.ts) that is killed, and by those that come after it. */
export const endless = defineJob({
  name: 'test-endless',
  lane: 'worker',
  payload: z.object({ n: z.number() }),
  attempts: 2,
  timeoutMs: 600_000,
});
