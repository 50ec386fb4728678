import { reportReasons } from '@moments/kernel';
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

/** Moderators took away a profile's name, bio and picture. `message` may be empty. */
export const profileReset = defineEvent({
  name: 'profile-reset',
  payload: z.object({ accountId: accountIdSchema, reason: z.enum(reportReasons), message: z.string() }),
});
