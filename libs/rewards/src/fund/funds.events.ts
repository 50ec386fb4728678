import type { AccountId, CreatorFundId, FundPeriodId } from '@moments/kernel';
import { defineEvent } from '@moments/platform';
import { z } from 'zod';

const ofPeriod = z.object({
  fundId: z.uuid().transform((id) => id as CreatorFundId),
  periodId: z.uuid().transform((id) => id as FundPeriodId),
});

/** A part of a fund's budget is set aside to be shared. */
export const fundPeriodOpened = defineEvent({ name: 'fund-period-opened', payload: ofPeriod });
/** Every share is recorded, and what was left over is back in the fund. */
export const fundPeriodClosed = defineEvent({ name: 'fund-period-closed', payload: ofPeriod });
/** Nobody gets anything of it. */
export const fundPeriodCancelled = defineEvent({ name: 'fund-period-cancelled', payload: ofPeriod });
/** A creator's share is on their statement. */
export const fundSharePaid = defineEvent({
  name: 'fund-share-paid',
  payload: ofPeriod.extend({ creatorId: z.uuid().transform((id) => id as AccountId) }),
});
