import { defineSetting } from '@moments/platform';
import { z } from 'zod';

const kilobyte = 1_024;

/** How much a stream of the catalogue may ask of us. */
export const ingestionLimits = defineSetting({
  name: 'catalog.ingestion',
  schema: z.strictObject({
    /** A longer line is refused, and never held in memory. */
    lineBytes: z
      .int()
      .min(kilobyte)
      .max(4 * kilobyte * kilobyte),
    /** Of one product. */
    attributes: z.int().min(1).max(1_000),
    /** How many bytes one byte of gzip may become; more is a bomb. */
    gzipRatio: z.int().min(10).max(1_000),
    /** At once in one gateway. */
    streams: z.int().min(1).max(100),
  }),
  fallback: { lineBytes: 256 * kilobyte, attributes: 200, gzipRatio: 200, streams: 4 },
});

export type IngestionLimits = (typeof ingestionLimits)['fallback'];
