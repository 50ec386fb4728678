import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/**
 * The photo worker runs on plain node, from the build. `npm test` has built before; a single test file started by hand
 * builds when the worker is missing or older than its source.
 */
export async function ensurePhotoWorker(root = process.cwd()): Promise<void> {
  const path = join('libs', 'media', 'src', 'processing', 'photo-worker');
  const changedAt = async (file: string): Promise<number> =>
    (await stat(join(root, file)).catch(() => null))?.mtimeMs ?? 0;
  const [source, built] = await Promise.all([changedAt(`${path}.ts`), changedAt(join('dist', `${path}.js`))]);
  if (built < source) await promisify(execFile)('node', ['scripts/build.mjs'], { cwd: root });
}
