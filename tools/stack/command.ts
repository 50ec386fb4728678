import { Processes, ProcessFailure } from './processes.js';
import { complain, say } from './say.js';

export interface CommandOptions {
  logFolder: string;
  /** The exit code after Ctrl-C or SIGTERM: 0 where that is the normal end. */
  interruptedCode: number;
}

/**
 * Runs one of the project's commands: whatever ends it (its own end, a failure, Ctrl-C, a hang-up), everything that it
 * started is stopped first. `work` gives the exit code. Never returns.
 */
export async function runCommand(
  options: CommandOptions,
  work: (processes: Processes) => Promise<number>,
): Promise<never> {
  const processes = new Processes(options.logFolder);
  const interruption = new AbortController();
  const interrupt = (): void => {
    if (interruption.signal.aborted) {
      processes.killAll();
      return;
    }
    interruption.abort();
    say('\nStopping ...');
    void processes.stopAll().then(() => process.exit(options.interruptedCode));
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, interrupt);
  whenNpmDies(interrupt);

  let code = 1;
  try {
    code = await work(processes);
  } catch (error) {
    // What fails while everything is being stopped fails because of it.
    if (!interruption.signal.aborted) report(error);
  }
  await processes.stopAll();
  process.exit(interruption.signal.aborted ? options.interruptedCode : code);
}

function report(error: unknown): void {
  if (error instanceof ProcessFailure) complain(error.message, error.tail);
  else complain(error instanceof Error ? error.message : String(error));
}

/** A killed npm tells nobody: its terminal is free again, so nothing of ours may run on. */
function whenNpmDies(then: () => void): void {
  if (process.env.npm_lifecycle_event === undefined) return;
  const npm = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === npm) return;
    clearInterval(watch);
    then();
  }, 500);
  watch.unref();
}
