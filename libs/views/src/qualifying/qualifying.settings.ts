import { defineSetting } from '@moments/platform';
import { z } from 'zod';

/** How long a view has to be watched to count for money; to its end, when a video is shorter. In force for days that are closed from then on. */
export const qualifyingWatch = defineSetting({
  name: 'views.qualifying',
  schema: z.object({
    minWatchMs: z.number().int().min(1_000).max(180_000),
    /** Of photos, which have no end. */
    minStillMs: z.number().int().min(1_000).max(180_000),
  }),
  fallback: { minWatchMs: 5_000, minStillMs: 5_000 },
});
