import { defineSetting } from '@moments/platform';
import { z } from 'zod';

/** What the list of candidates is made of. */
export const candidateSettings = defineSetting({
  name: 'feed.candidates',
  schema: z.object({
    /** So many of the newest … */
    fresh: z.number().int().min(1).max(5_000),
    /** … and so many of the most popular … */
    popular: z.number().int().min(0).max(5_000),
    /** … of the last so many days. */
    popularDays: z.number().int().min(1).max(365),
    likeWeight: z.number().min(0),
    viewWeight: z.number().min(0),
    /** How fast popularity fades: the power of the age in hours that it is divided by. */
    gravity: z.number().min(0).max(5),
    /** A list older than this is made anew, beside the request that finds it so. */
    refreshSeconds: z.number().min(0.1).max(30),
  }),
  fallback: {
    fresh: 300,
    popular: 300,
    popularDays: 30,
    likeWeight: 10,
    viewWeight: 1,
    gravity: 1.5,
    refreshSeconds: 5,
  },
});

/** How a viewer's feed is served. */
export const servingSettings = defineSetting({
  name: 'feed.serving',
  schema: z.object({
    /** What was watched within so many days is not shown again. */
    seenDays: z.number().int().min(0).max(60),
    /** A session's order is kept for so long; then the feed begins anew. */
    sessionHours: z.number().min(0.1).max(48),
    /**
     * How often one request looks further when what it has looked at may not be shown; each look is up to four times as
     * long as the one before, 500 items at most. After that it serves what it has.
     */
    looksPerRequest: z.number().int().min(1).max(20),
  }),
  fallback: { seenDays: 30, sessionHours: 4, looksPerRequest: 4 },
});

/** What "not interested" does beyond its moment. */
export const notInterestedSettings = defineSetting({
  name: 'feed.not-interested',
  schema: z.object({
    /** For so many days its author weighs less … */
    authorDays: z.number().int().min(0).max(365),
    /** … by so much: the share of their moments that is still served. */
    authorWeight: z.number().min(0).max(1),
  }),
  fallback: { authorDays: 14, authorWeight: 0.2 },
});
