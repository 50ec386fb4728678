import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import ts from 'typescript';
import { root } from '../stack/paths.js';

/** Which libs each lib or app imports. */
export type Imports = ReadonlyMap<string, ReadonlySet<string>>;

/** What every folder of `libs` or of `apps` imports from libs where it runs: tests and factories are left out. */
export async function importsOf(parent: 'libs' | 'apps'): Promise<Imports> {
  const folders = (await readdir(join(root, parent), { withFileTypes: true })).filter((entry) => entry.isDirectory());
  return new Map(
    await Promise.all(folders.map(async ({ name }) => [name, await libsIn(join(root, parent, name), name)] as const)),
  );
}

async function libsIn(folder: string, own: string): Promise<ReadonlySet<string>> {
  const paths = await readdir(folder, { recursive: true });
  const sources = paths.filter((path) => path.endsWith('.ts') && !/spec\.ts$|(^|[\\/])testing[\\/]/.test(path));
  const libs = await Promise.all(
    sources.map(async (path) => {
      const { importedFiles } = ts.preProcessFile(await readFile(join(folder, path), 'utf8'));
      return importedFiles.flatMap(({ fileName }) => /^@moments\/([^/]+)$/.exec(fileName)?.[1] ?? []);
    }),
  );
  return new Set(libs.flat().filter((lib) => lib !== own));
}
