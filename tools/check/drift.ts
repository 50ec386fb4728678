import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { problem, type Problems } from './problems.js';

/** Which files of a folder, by their paths in it, are not byte for byte what they are wanted to be. */
export async function driftIn(folder: string, wanted: ReadonlyMap<string, string>): Promise<Problems> {
  const drifted = await Promise.all(
    [...wanted].map(async ([path, content]) => {
      const present = await readFile(join(folder, path), 'utf8').catch(() => undefined);
      return present === content ? [] : [problem(`${path} has drifted: run npm run generate and commit it`)];
    }),
  );
  return drifted.flat();
}
