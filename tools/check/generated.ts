import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generatedFiles } from '../generate/generated-files.js';
import { root } from '../stack/paths.js';
import { problem, type Problems } from './problems.js';

/** Generated files must be what `npm run generate` would write now. */
export async function checkGenerated(databaseUrl: string): Promise<Problems> {
  const files = await generatedFiles(databaseUrl);
  const drifted = await Promise.all(
    [...files].map(async ([path, wanted]) => {
      const present = await readFile(join(root, path), 'utf8').catch(() => '');
      return present === wanted ? [] : [problem(`${path} has drifted: run npm run generate and commit it`)];
    }),
  );
  return drifted.flat();
}
