import { defineSetting } from '@moments/platform';
import { z } from 'zod';

/** How long notifications are kept. */
export const notificationKeeping = defineSetting({
  name: 'notifications.keeping',
  schema: z.object({
    /** Days after the last act, read or not. What was told before may then be told again. */
    keepDays: z.number().int().min(1).max(3_650),
  }),
  fallback: { keepDays: 180 },
});
