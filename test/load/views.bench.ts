import type { Figure } from './figure.js';
import { withPrograms } from './programs.js';
import { ingestion } from './views/ingest.js';

/** Taking views in. */
export const views = (): Promise<Figure[]> => withPrograms(async (programs) => [...(await ingestion(programs))]);
