import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Processes } from './processes.js';

const library = 'faketime/libfaketimeMT.so.1';

/** What programs are started with so that their clock is not this machine's. */
export type ClockEnvironment = Readonly<Record<string, string>>;

/** Where libfaketime is on this machine; it is looked for on Linux alone. */
export function findFaketime(): string | undefined {
  if (process.platform !== 'linux') return undefined;
  // Debian keeps libraries by machine, others do not.
  const folders = ['/usr/lib', '/usr/lib64', ...readdirSync('/usr/lib').map((name) => join('/usr/lib', name))];
  return folders.map((folder) => join(folder, library)).find((file) => existsSync(file));
}

/**
 * Starts a clock that is `behindSeconds` behind the true one, for whatever is started with the environment that this gives.
 * Durations stay true: only the time of day is shifted. Its file may be written anew while programs run.
 */
export function shiftClock(
  processes: Processes,
  { faketime, behindSeconds }: { faketime: string; behindSeconds: number },
): ClockEnvironment {
  // Not beside the private data: PostgreSQL may run as somebody who may not look there.
  const folder = mkdtempSync(join(tmpdir(), 'moments-clock-'));
  chmodSync(folder, 0o755);
  processes.removeAfterwards(folder);
  const file = join(folder, 'offset');
  writeOffset(file, -behindSeconds);
  return {
    LD_PRELOAD: faketime,
    FAKETIME_TIMESTAMP_FILE: file,
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
    // The file is read whenever somebody asks for the time: a change is seen at once.
    FAKETIME_NO_CACHE: '1',
    FAKETIME_DISABLE_SHM: '1',
    DATABASE_SERVER_LIMITS: 'false',
  };
}

/**
 * The same clock for PostgreSQL, which sees a change within a second. While libfaketime reads its file, whoever asks out of
 * a signal's handler is told the true time: PostgreSQL's time-outs do, and would all be over.
 */
export const lessOftenRead = (clock: ClockEnvironment): ClockEnvironment => ({
  ...clock,
  FAKETIME_NO_CACHE: '0',
  FAKETIME_CACHE_DURATION: '1',
});

/** How a shifted clock goes; seconds from the true time, negative in the past. */
export const readOffset = (file: string): number => Number(readFileSync(file, 'utf8'));

/** Moves a shifted clock; seconds from the true time, negative in the past. */
export function writeOffset(file: string, seconds: number): void {
  const draft = `${file}.new`;
  writeFileSync(draft, `${seconds < 0 ? '' : '+'}${seconds}\n`, { mode: 0o644 });
  // Whole or not at all: it is read all the time.
  renameSync(draft, file);
}
