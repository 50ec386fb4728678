import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { commandOf, isAlive, startOf } from './pids.js';

interface Holder {
  pid: number;
  startedAt: string;
  guardPid: number;
}

const guardPatienceMs = 60_000;

/** Something that one process at a time may have; the claim lapses when its holder is gone. */
export class Claim {
  constructor(private readonly file: string) {}

  /** Takes the claim; gives the id of the process that has it when that is not us. */
  async take(guardPid: number): Promise<number | undefined> {
    mkdirSync(dirname(this.file), { recursive: true });
    while (!this.write({ pid: process.pid, startedAt: startOf(process.pid), guardPid })) {
      const holder = this.holder();
      if (holder && isAlive(holder.pid) && startOf(holder.pid) === holder.startedAt) return holder.pid;
      if (holder) await guardIsDone(holder.guardPid);
      this.release();
    }
    return undefined;
  }

  release(): void {
    rmSync(this.file, { force: true });
  }

  /** Appears whole or not at all: a half-written claim would look like a lapsed one. */
  private write(holder: Holder): boolean {
    const draft = `${this.file}.${process.pid}`;
    writeFileSync(draft, JSON.stringify(holder), { mode: 0o600 });
    try {
      linkSync(draft, this.file);
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
      throw error;
    } finally {
      rmSync(draft, { force: true });
    }
  }

  private holder(): Holder | undefined {
    if (!existsSync(this.file)) return undefined;
    return JSON.parse(readFileSync(this.file, 'utf8')) as Holder;
  }
}

/** The guard of a killed run may still be ending what that run left; afterwards nobody else touches our files. */
async function guardIsDone(pid: number): Promise<void> {
  const giveUpAt = Date.now() + guardPatienceMs;
  while (isAlive(pid) && commandOf(pid).includes('guard.js') && Date.now() < giveUpAt) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
