import { defineSetting } from '@moments/platform';
import { z } from 'zod';

/** How long after it was served a moment may be watched under its token. */
export const playbackTokenHours = defineSetting({
  name: 'views.playback_token_hours',
  schema: z
    .number()
    .min(1)
    .max(24 * 30),
  fallback: 24,
});

/** What is believed of a reported view. */
export const viewLimits = defineSetting({
  name: 'views.limits',
  schema: z.object({
    /** An app that was offline may report this late. */
    maxAgeHours: z
      .number()
      .min(1)
      .max(24 * 30),
    /** How far a device's clock may be off. */
    clockToleranceMs: z.number().int().min(0),
    /** How much longer than its playing time a video may have been on the screen. */
    watchToleranceMs: z.number().int().min(0),
    /** The longest time on photos, or on a video whose playing time is not known, per loop. */
    maxStillMs: z.number().int().min(1_000),
    /** From here on the viewer has seen the moment (a shorter one: when it was played to its end). */
    seenAfterMs: z.number().int().min(0),
  }),
  fallback: {
    maxAgeHours: 48,
    clockToleranceMs: 120_000,
    watchToleranceMs: 2_000,
    maxStillMs: 600_000,
    seenAfterMs: 1_000,
  },
});

/** How long view data is kept, in days. */
export const viewRetention = defineSetting({
  name: 'views.retention_days',
  schema: z.object({
    /** Partitions of single events; must outlast whatever is computed from them. */
    events: z.number().int().min(4).max(1_000),
    /** What a viewer has seen; must not be shorter than the feed's rule. */
    watched: z.number().int().min(1).max(1_000),
    /** Partitions made ahead. */
    ahead: z.number().int().min(2).max(60),
  }),
  fallback: { events: 60, watched: 60, ahead: 14 },
});
