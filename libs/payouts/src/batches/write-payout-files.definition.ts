import type { PayoutBatchId } from '@moments/kernel';
import { defineJob } from '@moments/platform';
import { z } from 'zod';

/** Writes the files of a batch that is sent. */
export const writePayoutFiles = defineJob({
  name: 'write-payout-files',
  lane: 'worker',
  payload: z.object({ batchId: z.uuid().transform((id) => id as PayoutBatchId) }),
  attempts: 20,
  timeoutMs: 120_000,
});
