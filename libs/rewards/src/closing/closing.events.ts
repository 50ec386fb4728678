import type { AccountId, BusinessDay } from '@moments/kernel';
import { defineEvent } from '@moments/platform';
import { z } from 'zod';

const day = z.iso.date().transform((text) => text as BusinessDay);

/** What a day has brought some creators: their lines stand. Several of them make up a day. */
export const statementsPublished = defineEvent({
  name: 'statements-published',
  payload: z.object({
    day,
    currency: z.string(),
    creators: z.array(
      z.object({ creatorId: z.uuid().transform((id) => id as AccountId), amountMinor: z.string().regex(/^\d+$/) }),
    ),
  }),
});

/** All creators have their lines of a day. */
export const rewardDayClosed = defineEvent({ name: 'reward-day-closed', payload: z.object({ day }) });
