import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { endLeftovers } from './leftovers.js';
import { localFolder } from './paths.js';
import { isAlive } from './pids.js';

/** A folder for a stack that does not last; the process id in its name tells whether somebody still uses it. */
export const temporaryFolder = (purpose: 'test' | 'bench' | 'check'): string =>
  join(localFolder, `${purpose}-${process.pid}`);

/** Removes what runs left behind that were killed together with their guard. */
export async function sweepAbandoned(): Promise<void> {
  if (!existsSync(localFolder)) return;
  for (const entry of readdirSync(localFolder)) {
    const pid = /^(?:test|bench|check)-(\d+)$/.exec(entry)?.[1];
    if (!pid || isAlive(Number(pid))) continue;
    const folder = join(localFolder, entry);
    await endLeftovers(join(folder, 'logs'));
    rmSync(folder, { recursive: true, force: true });
  }
}
