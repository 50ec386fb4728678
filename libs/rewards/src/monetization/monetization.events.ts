import type { AccountId, MonetizationApplicationId } from '@moments/kernel';
import { defineEvent } from '@moments/platform';
import { z } from 'zod';

const payload = z.object({
  accountId: z.uuid().transform((id) => id as AccountId),
  applicationId: z.uuid().transform((id) => id as MonetizationApplicationId),
});
/** `reason` is for the account's eyes, in an operator's words. */
const withReason = payload.extend({ reason: z.string() });

/** Somebody asks to earn. */
export const monetizationApplied = defineEvent({ name: 'monetization-applied', payload });
/** They earn from this business day on. */
export const monetizationApproved = defineEvent({ name: 'monetization-approved', payload });
/** They do not, and may ask again later. */
export const monetizationRefused = defineEvent({ name: 'monetization-refused', payload: withReason });
/** They earn nothing from this business day on, and are not paid out. */
export const monetizationSuspended = defineEvent({ name: 'monetization-suspended', payload: withReason });
/** They earn again from this business day on. */
export const monetizationLifted = defineEvent({ name: 'monetization-lifted', payload });
