import { defineSetting } from '@moments/platform';
import { z } from 'zod';

/** How whole days are counted. */
export const dayCounting = defineSetting({
  name: 'views.day-counting',
  schema: z.object({
    /** What each sort of the database may use while a day is counted. */
    memoryMb: z.number().int().min(16).max(65_536),
    /** So many days that are closed are counted anew every night: late reports, later judgements. */
    recountedDays: z.number().int().min(0).max(60),
  }),
  fallback: { memoryMb: 256, recountedDays: 7 },
});
