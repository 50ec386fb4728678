import { defineTopic } from '@moments/platform';
import { z } from 'zod';

/** Something new stands in an account's notifications; the subject is the account's id. */
export const notificationAdded = defineTopic({ name: 'notification-added', payload: z.object({}) });
