import { defineSetting } from '@moments/platform';
import { isIP } from 'node:net';
import { z } from 'zod';

/** How long after it was served a moment may be watched under its token. */
export const playbackTokenHours = defineSetting({
  name: 'views.playback-token-hours',
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
    /** How much more a viewer may have watched, in all, than time has passed since it was served. */
    aheadToleranceMs: z.number().int().min(0),
    /** The longest time on photos, or on a video whose playing time is not known, per loop. */
    maxStillMs: z.number().int().min(1_000),
    /** From here on the viewer has seen the moment (a shorter one: when it was played to its end). */
    seenAfterMs: z.number().int().min(0),
  }),
  fallback: {
    maxAgeHours: 48,
    clockToleranceMs: 600_000,
    watchToleranceMs: 2_000,
    aheadToleranceMs: 60_000,
    maxStillMs: 600_000,
    seenAfterMs: 1_000,
  },
});

/** How long view data is kept, in days. */
export const viewRetention = defineSetting({
  name: 'views.retention-days',
  schema: z.object({
    /** Partitions of single events; must outlast whatever is computed from them. */
    events: z.number().int().min(4).max(1_000),
    /** What a viewer has seen; must not be shorter than the feed's rule. */
    watched: z.number().int().min(1).max(1_000),
    /** Partitions made ahead. */
    ahead: z.number().int().min(2).max(60),
  }),
  fallback: { events: 90, watched: 60, ahead: 14 },
});

const isRange = (text: string): boolean => {
  const [network = '', bits = '', ...rest] = text.split('/');
  const family = isIP(network);
  return family !== 0 && rest.length === 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128);
};

/** Networks of data centres (`203.0.113.0/24`, `2001:db8::/32`): nobody watches from there, but through proxies. */
export const hostingNetworks = defineSetting({
  name: 'views.hosting-networks',
  schema: z.array(z.string().refine(isRange, 'must be a network such as 203.0.113.0/24')).max(50_000),
  fallback: [],
});

/** How what waits to be stored is gathered in a gateway. */
export const viewStoring = defineSetting({
  name: 'views.storing',
  schema: z.object({
    /** Most events that one transaction stores. */
    eventsAtOnce: z.number().int().min(200).max(20_000),
    /** Most transactions under way at once. */
    atOnce: z.number().int().min(1).max(20),
    /** Most events that wait; reports beyond are refused, to be sent again. */
    waitingEvents: z.number().int().min(1_000).max(1_000_000),
  }),
  fallback: { eventsAtOnce: 2_000, atOnce: 2, waitingEvents: 50_000 },
});
