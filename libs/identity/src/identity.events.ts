import { defineEvent } from '@moments/platform';
import { z } from 'zod';
import { accountIdSchema } from './identity.ids.js';

/** Somebody has an account now: by signing up, or because another issuer sent them for the first time. */
export const accountCreated = defineEvent({
  name: 'account-created',
  payload: z.object({ accountId: accountIdSchema }),
});

/** An account is gone for good. Every lib erases what it holds of the person; money records stay, under the bare id. */
export const accountDeleted = defineEvent({
  name: 'account-deleted',
  payload: z.object({ accountId: accountIdSchema }),
});
