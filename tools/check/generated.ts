import { generatedFiles } from '../generate/generated-files.js';
import { root } from '../stack/paths.js';
import { driftIn } from './drift.js';
import type { Problems } from './problems.js';

/** Generated files must be what `npm run generate` would write now. */
export const checkGenerated = async (databaseUrl: string): Promise<Problems> =>
  driftIn(root, await generatedFiles(databaseUrl));
