import { spawn, type ChildProcess } from 'node:child_process';
import { MediaToolFailed, MediaToolStopped, MediaToolTimedOut } from './media-tool.errors.js';
import type { Sandbox, ToolCall } from './sandbox.js';

export interface RunOptions {
  sandbox: Sandbox;
  /** Wall-clock time after which the tool and all it started are killed. */
  timeoutMs: number;
  signal?: AbortSignal;
}

/** What a tool may print before it is taken for one that runs wild. */
const maxStdoutBytes = 16 * 1024 * 1024;

const tailLength = 4_000;

/** Keeps the last lines of what a tool wrote to stderr. */
export class Tail {
  text = '';

  append(chunk: string): void {
    this.text = (this.text + chunk).slice(-tailLength);
  }
}

/**
 * Runs a program in the sandbox and returns what it printed.
 * Throws MediaToolFailed, MediaToolTimedOut, MediaToolStopped.
 */
export function runTool(call: ToolCall, options: RunOptions): Promise<string> {
  const [command = '', ...words] = options.sandbox.words(call);
  // A group of its own, so that one signal ends the tool and whatever it has started.
  const child = spawn(command, words, { cwd: call.folder, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  return new Promise((resolve, reject) => {
    const tail = new Tail();
    const printed: Buffer[] = [];
    let printedBytes = 0;
    let stoppedBy: Error | null = null;
    const stop = (why: Error): void => {
      stoppedBy ??= why;
      killGroup(child);
    };
    const timer = setTimeout(
      () => stop(new MediaToolTimedOut(call.program, options.timeoutMs, tail.text)),
      options.timeoutMs,
    );
    const onAbort = (): void => stop(new MediaToolStopped(call.program));
    options.signal?.addEventListener('abort', onAbort, { once: true });
    if (options.signal?.aborted) onAbort();

    const failed = (exitCode: number | null, signal: string | null): MediaToolFailed =>
      new MediaToolFailed({ tool: call.program, exitCode, signal, stderrTail: tail.text });
    const settle = (error: Error | null): void => {
      clearTimeout(timer);
      options.signal?.removeEventListener('abort', onAbort);
      if (error) reject(error);
      else resolve(Buffer.concat(printed).toString('utf8'));
    };

    child.stdout.on('data', (chunk: Buffer) => {
      printedBytes += chunk.length;
      if (printedBytes <= maxStdoutBytes) printed.push(chunk);
      else stop(failed(null, 'too much output'));
    });
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => tail.append(chunk));
    child.once('error', (error) => {
      tail.append(error.message);
      settle(stoppedBy ?? failed(null, null));
    });
    child.once('close', (code, signal) => settle(stoppedBy ?? (code === 0 ? null : failed(code, signal))));
  });
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    child.kill('SIGKILL'); // the group is gone already, or was never made
  }
}
