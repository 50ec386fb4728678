import { hours } from '@moments/kernel';
import { defineSetting } from '@moments/platform';
import { z } from 'zod';
import { defaultPhotoLimits, defaultVideoLimits } from '../domain/media-limits.js';

const count = z.number().int().nonnegative();

/** How the transcoder treats its machine. */
export const transcodeSettings = defineSetting({
  name: 'media.transcoding',
  schema: z.object({
    /** Room on the disk that a job wants before it begins: so many times its original, and so much besides. */
    roomPerOriginal: z.number().min(1),
    roomBesidesBytes: count,
    /** A job that found no room waits for so long, and gives up after waiting for so long in all. */
    fullDiskRetryMs: z.number().int().positive(),
    fullDiskGiveUpMs: z.number().int().positive(),
  }),
  fallback: {
    roomPerOriginal: 3,
    roomBesidesBytes: 256 * 2 ** 20,
    fullDiskRetryMs: 60_000,
    fullDiskGiveUpMs: hours(24),
  },
});

/** What a video or photo may be. */
export const mediaLimits = defineSetting({
  name: 'media.limits',
  schema: z.object({
    video: z.object({
      minDurationMs: count,
      maxDurationMs: count,
      maxSizeBytes: count,
      maxLongSide: count,
      maxShortSide: count,
      minSide: count,
      durationToleranceMs: count,
      durationToleranceShare: z.number().min(0).max(1),
    }),
    photo: z.object({ maxSizeBytes: count, maxPixels: count, minSide: count }),
  }),
  fallback: { video: defaultVideoLimits, photo: defaultPhotoLimits },
});
