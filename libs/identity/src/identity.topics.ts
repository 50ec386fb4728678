import { defineTopic } from '@moments/platform';
import { z } from 'zod';
import { accountIdSchema, sessionIdSchema } from './identity.ids.js';

/** The subject under which news that every process needs is told. */
export const everyone = 'everyone';

/** Sessions are over: their tokens are void, their sockets are to be closed. */
export const sessionEnded = defineTopic({
  name: 'session-ended',
  payload: z.object({ accountId: accountIdSchema, sessionIds: z.array(sessionIdSchema) }),
});

/** An account's roles, region or standing have changed. */
export const accountChanged = defineTopic({
  name: 'account-changed',
  payload: z.object({ accountId: accountIdSchema }),
});

/** To whom features are open has changed. */
export const rolloutChanged = defineTopic({ name: 'rollout-changed', payload: z.object({}) });
