import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { root } from '../stack/paths.js';

const run = promisify(execFile);

/** The files of the project by their paths in it, those included that are not committed yet; of one kind: `*.md`. */
export async function projectFiles(pattern = '*'): Promise<string[]> {
  const list = ['ls-files', '-z', '--cached', '--others', '--exclude-standard', pattern];
  const { stdout } = await run('git', list, { cwd: root, maxBuffer: 64 * 1_024 * 1_024 });
  return stdout.split('\0').filter((file) => file !== '');
}
