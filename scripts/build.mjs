// Compiles the whole tree to dist/ in about a second; types are checked by `npm run check`.
import { transformFile } from '@swc/core';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { root, swcOptions } from './swc.mjs';

const dist = join(root, 'dist');
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

/** Changes when any source does; a finished build keeps it beside its output. */
async function stampOf(sources) {
  const compiler = readFileSync(join(root, 'node_modules/@swc/core/package.json'), 'utf8');
  const hash = createHash('sha256').update(JSON.stringify(swcOptions)).update(compiler);
  for (const source of sources) {
    const { size, mtimeMs } = await stat(join(root, source));
    hash.update(`${source} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

/** Built beside the old output and swapped in, so that a process that is starting never sees half a tree. */
async function build(sources, stamp) {
  const fresh = join(root, `dist.${process.pid}`);
  const old = join(root, `dist.${process.pid}.old`);
  try {
    await Promise.all(sources.map((source) => compile(source, fresh)));
    await writeFile(join(fresh, '.stamp'), stamp);
    await swapIn(fresh, old);
  } finally {
    for (const folder of [fresh, old]) await rm(folder, { recursive: true, force: true });
  }
}

async function swapIn(fresh, old) {
  for (let attempt = 1; ; attempt++) {
    await rename(dist, old).catch(() => undefined);
    try {
      return await rename(fresh, dist);
    } catch (error) {
      // Another build was quicker with its own output: that one makes way.
      if (attempt === 5) throw error;
      await rm(old, { recursive: true, force: true });
    }
  }
}

const sources = (await Promise.all(['apps', 'libs', 'tools', 'test'].map(sourcesIn))).flat().sort();
const stamp = await stampOf(sources);
const stampFile = join(dist, '.stamp');
if (!existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== stamp) {
  await build(sources, stamp);
  console.log(`Build: ${sources.length} files`);
}
