import { hours } from '@moments/kernel';
import { defineSetting } from '@moments/platform';
import { z } from 'zod';

const mebibyte = 2 ** 20;
const gibibyte = 2 ** 30;
const bytes = z.number().int().positive();

/** How files come in: their parts, their time, their limits per account. */
export const uploadSettings = defineSetting({
  name: 'media.uploads',
  schema: z.object({
    /** S3 takes at most 10,000 parts of at least 5 MiB (the last may be smaller). */
    partSizeBytes: bytes.min(5 * mebibyte).max(512 * mebibyte),
    /** From start to the end of taking parts. */
    lifetimeMs: z.number().int().min(60_000),
    partUrlLifetimeSeconds: z.number().int().min(60).max(86_400),
    /** Largest file by purpose; a purpose that is missing is closed. */
    maxBytes: z.object({
      VIDEO: bytes.optional(),
      PHOTO: bytes.optional(),
      AVATAR: bytes.optional(),
    }),
    maxOpen: z.number().int().positive(),
    maxBytesPerDay: bytes,
    /** A completed upload that nothing was made of is swept after this time. */
    unusedLifetimeMs: z.number().int().min(3_600_000),
    /** Kept originals can be encoded anew when a better ladder comes; otherwise they go once their asset is ready. */
    keepOriginals: z.boolean(),
  }),
  fallback: {
    partSizeBytes: 8 * mebibyte,
    lifetimeMs: hours(24),
    partUrlLifetimeSeconds: 3_600,
    maxBytes: { VIDEO: gibibyte, PHOTO: 30 * mebibyte, AVATAR: 30 * mebibyte },
    maxOpen: 50,
    maxBytesPerDay: 20 * gibibyte,
    unusedLifetimeMs: hours(72),
    keepOriginals: true,
  },
});
