import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { localFolder } from './paths.js';
import { isAlive } from './pids.js';

/** A folder for a stack that does not last; the process id in its name tells whether somebody still uses it. */
export const temporaryFolder = (purpose: 'test' | 'bench'): string => join(localFolder, `${purpose}-${process.pid}`);

/** Removes what runs left behind that were killed together with their guard. */
export function sweepAbandoned(): void {
  for (const entry of readdirSync(localFolder)) {
    const pid = /^(?:test|bench)-(\d+)$/.exec(entry)?.[1];
    if (pid && !isAlive(Number(pid))) rmSync(join(localFolder, entry), { recursive: true, force: true });
  }
}
