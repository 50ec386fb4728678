import type { FundPeriodId } from '@moments/kernel';
import { defineJob } from '@moments/platform';
import { z } from 'zod';

/** Goes on recording a period's shares where a process has stopped. */
export const payFundPeriod = defineJob({
  name: 'pay-fund-period',
  lane: 'worker',
  payload: z.object({ periodId: z.uuid().transform((id) => id as FundPeriodId) }),
  attempts: 20,
  timeoutMs: 1_800_000,
});
