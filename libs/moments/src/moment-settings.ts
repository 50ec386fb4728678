import { days } from '@moments/kernel';
import { defineSetting } from '@moments/platform';
import { z } from 'zod';

/** What a moment may be. */
export const momentSettings = defineSetting({
  name: 'moments.limits',
  schema: z.object({
    /** Unicode code points. */
    maxCaptionLength: z.number().int().min(1).max(10_000),
    maxPhotos: z.number().int().min(1).max(100),
    /** How far ahead publishing may be planned. */
    maxScheduleMs: z.number().int().positive(),
  }),
  fallback: { maxCaptionLength: 2_200, maxPhotos: 20, maxScheduleMs: days(30) },
});

export type MomentLimits = (typeof momentSettings)['fallback'];

/** Where links to moments lead. */
export const momentSharing = defineSetting({
  name: 'moments.sharing',
  schema: z.object({
    /** The moment's global id is appended to it; links lead to the gateway's own page while it is missing. */
    baseUrl: z.url().optional(),
  }),
  fallback: {},
});
