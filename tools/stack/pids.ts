import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A process to end: `signal` asks it to finish, and after `graceMs` it is killed with its whole group. */
export interface Ending {
  pid: number;
  signal: NodeJS.Signals;
  graceMs: number;
  /** Others need it: it is ended after them. */
  serves: boolean;
}

/** Whether the process runs; one that has ended but was not collected by its parent does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return statOf(pid)?.state !== 'Z';
}

/** Tells a process from a later one that got the same id; empty when it is gone. */
export function startOf(pid: number): string {
  const stat = statOf(pid);
  if (stat) return stat.startedAt;
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    return '';
  }
}

/** The command line, words separated by blanks; empty when it cannot be told. */
export function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    try {
      return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    } catch {
      return '';
    }
  }
}

/** Ends one process, gently first; whatever its group still holds afterwards is killed. */
export async function end({ pid, signal, graceMs }: Omit<Ending, 'serves'>): Promise<void> {
  send(pid, signal);
  for (let waitedMs = 0; isAlive(pid) && waitedMs < graceMs; waitedMs += 25) {
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  killGroup(pid);
}

/** Ends all of them: first those that serve nobody, at once; then those that the others needed. */
export async function endAll(endings: readonly Ending[]): Promise<void> {
  await Promise.all(endings.filter(({ serves }) => !serves).map(end));
  await Promise.all(endings.filter(({ serves }) => serves).map(end));
}

/** Kills the group that the process led, itself included. */
export function killGroup(pid: number): void {
  send(-pid, 'SIGKILL');
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It is gone: what was wanted.
  }
}

/** The kernel's line on a process (Linux); its name may hold blanks and brackets, so fields count from the last one. */
function statOf(pid: number): { state: string; startedAt: string } | undefined {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0] ?? '', startedAt: fields[19] ?? '' };
  } catch {
    return undefined;
  }
}
