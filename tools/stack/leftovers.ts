import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { endAll, type Ending, startOf } from './pids.js';

interface Noted extends Ending {
  startedAt: string;
}

const listIn = (logFolder: string): string => join(logFolder, 'running.json');

/** Notes which programs run now, for the run after one that was killed together with its guard. */
export function noteRunning(logFolder: string, running: readonly Ending[]): void {
  const noted: Noted[] = running.map((ending) => ({ ...ending, startedAt: startOf(ending.pid) }));
  const draft = `${listIn(logFolder)}.new`;
  writeFileSync(draft, JSON.stringify(noted));
  renameSync(draft, listIn(logFolder));
}

/** Ends what an earlier run noted and what runs still. */
export async function endLeftovers(logFolder: string): Promise<void> {
  if (!existsSync(listIn(logFolder))) return;
  const noted = JSON.parse(readFileSync(listIn(logFolder), 'utf8')) as Noted[];
  // An id may belong to somebody else by now.
  await endAll(noted.filter(({ pid, startedAt }) => startOf(pid) === startedAt));
}
