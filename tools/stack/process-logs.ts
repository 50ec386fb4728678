import { existsSync, mkdirSync, openSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';

const tailLines = 25;

/** The logs of programs, a file for each name; the one before the current one is kept. */
export class ProcessLogs {
  constructor(readonly folder: string) {
    mkdirSync(folder, { recursive: true });
  }

  /** A new log, for this user alone; gives its descriptor, which whoever opens it closes. */
  open(name: string): number {
    const log = this.fileOf(name);
    if (existsSync(log)) renameSync(log, `${log}.previous`);
    return openSync(log, 'a', 0o600);
  }

  /** The end of what a program wrote; nothing when it has no log. */
  tail(name: string): string {
    const log = this.fileOf(name);
    if (!existsSync(log)) return '';
    return readFileSync(log, 'utf8').trimEnd().split('\n').slice(-tailLines).join('\n');
  }

  private fileOf(name: string): string {
    return join(this.folder, `${name}.log`);
  }
}
