import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The clone's root, from the source tree and from dist alike. */
export const root = findRoot(import.meta.dirname);

/** Everything that the two commands make at run time. */
export const localFolder = join(root, '.local');

/** The compiled entry of a program of ours, e.g. `apps/gateway/src/main`. */
export const compiled = (entry: string): string => join(root, 'dist', `${entry}.js`);

function findRoot(folder: string): string {
  if (existsSync(join(folder, 'package-lock.json'))) return folder;
  if (dirname(folder) === folder) throw new Error('tools/stack is not inside the project');
  return findRoot(dirname(folder));
}
