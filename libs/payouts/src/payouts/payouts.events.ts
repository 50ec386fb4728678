import type { AccountId, PayoutId } from '@moments/kernel';
import { defineEvent } from '@moments/platform';
import { z } from 'zod';

const payout = z.object({
  payoutId: z.uuid().transform((id) => id as PayoutId),
  accountId: z.uuid().transform((id) => id as AccountId),
});
const failed = payout.extend({ failure: z.string() });

/** A payout is waiting for people, or approved by the rules (`payout-approved` follows at once). */
export const payoutRequested = defineEvent({ name: 'payout-requested', payload: payout });
export const payoutApproved = defineEvent({ name: 'payout-approved', payload: payout });
/** The bank has been told to pay. */
export const payoutSent = defineEvent({ name: 'payout-sent', payload: payout });
/** The bank has paid; `receiptDue` for the self-employed. */
export const payoutPaid = defineEvent({
  name: 'payout-paid',
  payload: payout.extend({ receiptDue: z.iso.datetime().optional() }),
});
/** An operator, the tax service or the bank said no; the money is available again. */
export const payoutRejected = defineEvent({ name: 'payout-rejected', payload: failed });
/** The money had left and has come back; it is available again. */
export const payoutReturned = defineEvent({ name: 'payout-returned', payload: failed });
