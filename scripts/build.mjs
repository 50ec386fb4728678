// Compiles the whole tree to dist/ in about a second; types are checked by `npm run check`.
import { transformFile } from '@swc/core';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { root, swcOptions } from './swc.mjs';

const isSource = (path) => path.endsWith('.ts') && !/\.d\.ts$|spec\.ts$|(^|\/)violations\//.test(path);

async function sourcesIn(folder) {
  const entries = await readdir(join(root, folder), { recursive: true }).catch(() => []);
  return entries.map((entry) => join(folder, entry)).filter(isSource);
}

async function compile(source, into) {
  const { code, map } = await transformFile(join(root, source), { ...swcOptions, filename: join(root, source) });
  const target = join(into, source.replace(/\.ts$/, '.js'));
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, `${code}\n//# sourceMappingURL=${basename(target)}.map\n`);
  await writeFile(`${target}.map`, map);
}

// Built beside the old output and swapped in, so that a process that is starting never sees half a tree.
const fresh = join(root, `dist.${process.pid}`);
const sources = (await Promise.all(['apps', 'libs', 'tools', 'test'].map(sourcesIn))).flat();
try {
  await Promise.all(sources.map((source) => compile(source, fresh)));
  await rm(join(root, 'dist'), { recursive: true, force: true });
  await rename(fresh, join(root, 'dist'));
} finally {
  await rm(fresh, { recursive: true, force: true });
}
console.log(`built ${sources.length} files`);
