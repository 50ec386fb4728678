import type { AccountId, BusinessDay } from '@moments/kernel';
import { defineEvent } from '@moments/platform';
import { z } from 'zod';

/** Why what somebody had earned is another amount now. */
const reasons = ['DAY_CORRECTED', 'COMMISSION_TAKEN_BACK', 'DEBT_WRITTEN_OFF'] as const;

/**
 * What some creators had earned, or owed, was changed afterwards: what one recording has changed for each, added up. `day` is
 * the one that was corrected. Amounts are signed and never zero.
 */
export const earningsChanged = defineEvent({
  name: 'earnings-changed',
  payload: z.object({
    reason: z.enum(reasons),
    day: z.iso
      .date()
      .transform((text) => text as BusinessDay)
      .optional(),
    currency: z.string(),
    creators: z.array(
      z.object({
        creatorId: z.uuid().transform((id) => id as AccountId),
        amountMinor: z.string().regex(/^-?[1-9]\d*$/),
      }),
    ),
  }),
});

export type EarningsChanged = z.output<typeof earningsChanged.payload>;
