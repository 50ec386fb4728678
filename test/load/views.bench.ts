import type { Figure } from './figure.js';
import { withPrograms } from './programs.js';
import { ingestion } from './views/ingest.js';
import { rollUps } from './views/rollup.js';

/** Taking views in, and counting those of a day. */
export const views = (): Promise<Figure[]> =>
  withPrograms(async (programs) => [...(await ingestion(programs)), ...(await rollUps())]);
