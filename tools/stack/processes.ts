import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, rmSync } from 'node:fs';
import type { GuardMessage } from './guard.js';
import { noteRunning } from './leftovers.js';
import { compiled, root } from './paths.js';
import { endAll, type Ending, killGroup } from './pids.js';
import { ProcessLogs } from './process-logs.js';

export interface ProcessSpec {
  name: string;
  command: string;
  args: readonly string[];
  env?: Readonly<Record<string, string | undefined>>;
  /** What asks this program to finish; default SIGTERM. */
  stopSignal?: NodeJS.Signals;
  /** Others need it: it is ended after them. */
  serves?: boolean;
  /** How long it may take to finish before it is killed; default 25 s, more than an app lets its last jobs take. */
  graceMs?: number;
  /** Where it writes: a log of its own (default), our terminal, or (its errors) to whoever wants to read along. */
  output?: 'log' | 'terminal' | ((text: string) => void);
}

export interface RunningProcess {
  name: string;
  pid: number;
  /** Settles when the process is gone, with how it ended. */
  exited: Promise<string>;
}

/** A program that was needed has failed; `tail` is the end of what it wrote. */
export class ProcessFailure extends Error {
  constructor(
    readonly program: string,
    how: string,
    readonly tail: string,
  ) {
    super(`${program} ${how}`);
    this.name = 'ProcessFailure';
  }
}

// Seconds on an idle machine.
const readyWithinMs = 180_000;

/**
 * The programs that one command runs: each in a group and a log of its own (Ctrl-C reaches only us, and we decide the
 * order), the servers ended after the apps that need them; the guard does the same when this process is killed.
 */
export class Processes {
  private readonly running: (RunningProcess & { ending: Ending })[] = [];
  private readonly guard: ChildProcess;
  private readonly logs: ProcessLogs;
  private readonly removals = new Set<string>();
  /** Those whose end is no death: programs run to their end. */
  private readonly mayEnd = new Set<number>();
  private stopped: Promise<void> | undefined;
  private reportDeath: (failure: ProcessFailure) => void = () => undefined;

  /** Settles only when a program of ours dies by itself. */
  readonly death = new Promise<ProcessFailure>((resolve) => {
    this.reportDeath = resolve;
  });

  constructor(logFolder: string) {
    this.logs = new ProcessLogs(logFolder);
    this.guard = spawn(process.execPath, [compiled('tools/stack/guard')], {
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    this.guard.unref();
    this.guard.stdin?.on('error', () => undefined);
  }

  get guardPid(): number {
    return this.guard.pid ?? 0;
  }

  start(spec: ProcessSpec): RunningProcess {
    if (this.stopped) throw new Error('everything is being stopped');
    const child = this.spawn(spec);
    const exited = new Promise<string>((resolve) => {
      child.once('error', (error) => resolve(`could not be started: ${error.message}`));
      child.once('exit', (code, signal) => resolve(signal ? `was ended by ${signal}` : `ended with code ${code ?? 0}`));
    });
    const pid = child.pid ?? 0;
    const started = { name: spec.name, pid, exited, ending: endingOf(spec, pid) };
    if (pid > 0) {
      this.tell({ type: 'started', process: started.ending });
      this.running.push(started);
      this.note();
    }
    void exited.then((how) => this.onExit(started, how));
    return started;
  }

  /** Runs a program to its end; throws {@link ProcessFailure} unless it ends with 0. */
  async run(spec: ProcessSpec): Promise<void> {
    const how = await this.runToEnd(spec);
    if (how !== 'ended with code 0') throw this.failure(spec.name, how);
  }

  /** Runs a program to its end, whatever that is; tells how it ended. */
  runToEnd(spec: ProcessSpec): Promise<string> {
    const child = this.start(spec);
    this.mayEnd.add(child.pid);
    return child.exited;
  }

  /** Waits until `probe` is true; throws {@link ProcessFailure} when the process ends first or takes too long. */
  async ready(child: RunningProcess, probe: () => Promise<boolean>): Promise<void> {
    const giveUpAt = Date.now() + readyWithinMs;
    let how: string | undefined;
    void child.exited.then((ended) => (how = ended));
    while (!(await probe().catch(() => false))) {
      if (how !== undefined) throw this.failure(child.name, how);
      if (Date.now() > giveUpAt) throw this.failure(child.name, `was not ready after ${readyWithinMs / 1_000} s`);
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }

  /** The path is removed when everything has been stopped, and when this process is killed. */
  removeAfterwards(path: string): void {
    this.removals.add(path);
    this.tell({ type: 'remove', path });
  }

  /** Ends every program, the servers last, and cleans up; safe to call twice. */
  stopAll(): Promise<void> {
    this.stopped ??= this.stopInOrder();
    return this.stopped;
  }

  /** No more patience: kills every program, or those of one name. */
  killAll(only?: string): void {
    for (const { pid, name } of this.running) if (only === undefined || only === name) killGroup(pid);
  }

  /** Ends every program that runs, the servers last; others may be started afterwards. */
  async endRunning(): Promise<void> {
    const ours = [...this.running];
    for (const { pid } of ours) this.mayEnd.add(pid);
    await endAll(ours.map(({ ending }) => ending));
    // Their logs are written to the end before a folder with logs is removed.
    await Promise.all(ours.map(({ exited }) => exited));
  }

  private async stopInOrder(): Promise<void> {
    await this.endRunning();
    for (const path of this.removals) rmSync(path, { recursive: true, force: true });
    this.guard.stdin?.end();
  }

  private onExit(child: RunningProcess, how: string): void {
    const index = this.running.findIndex(({ pid }) => pid === child.pid);
    if (index >= 0) this.running.splice(index, 1);
    // What it had started itself must not outlive it.
    if (child.pid > 0) killGroup(child.pid);
    this.tell({ type: 'ended', pid: child.pid });
    this.note();
    if (!this.stopped && !this.mayEnd.has(child.pid)) this.reportDeath(this.failure(child.name, how));
  }

  private note(): void {
    noteRunning(
      this.logs.folder,
      this.running.map(({ ending }) => ending),
    );
  }

  private spawn(spec: ProcessSpec): ChildProcess {
    const { output = 'log' } = spec;
    const log = output === 'log' ? this.logs.open(spec.name) : undefined;
    const child = spawn(spec.command, spec.args, {
      cwd: root,
      detached: true,
      stdio: ['ignore', log ?? 'inherit', log ?? (output === 'terminal' ? 'inherit' : 'pipe')],
      // A log is read as text.
      env: { ...process.env, ...(log === undefined ? {} : { NO_COLOR: '1' }), ...spec.env },
    });
    if (log !== undefined) closeSync(log);
    if (typeof output === 'function') child.stderr?.setEncoding('utf8').on('data', output);
    return child;
  }

  private failure(name: string, how: string): ProcessFailure {
    return new ProcessFailure(name, how, this.logs.tail(name));
  }

  private tell(message: GuardMessage): void {
    this.guard.stdin?.write(`${JSON.stringify(message)}\n`);
  }
}

const endingOf = (spec: ProcessSpec, pid: number): Ending => ({
  pid,
  signal: spec.stopSignal ?? 'SIGTERM',
  graceMs: spec.graceMs ?? 25_000,
  serves: spec.serves ?? false,
});
