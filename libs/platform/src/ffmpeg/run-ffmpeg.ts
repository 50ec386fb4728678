import ffmpeg from 'fluent-ffmpeg';
import { promisify } from 'node:util';
import { assertPlainName, ffmpegInputArguments, type FfmpegPlan } from './ffmpeg-plan.js';
import { MediaToolFailed, MediaToolStopped, MediaToolTimedOut } from './media-tool.errors.js';
import { Tail, type RunOptions } from './run-tool.js';
import type { ToolLimits } from './sandbox.js';

/** fluent-ffmpeg is used in this file alone. */

export interface RunFfmpegOptions extends RunOptions {
  /** The only folder that ffmpeg can write; outputs land in it. */
  folder: string;
  limits: ToolLimits;
  /** Milliseconds of output written so far, never less than before. */
  onProgress?: (writtenMs: number) => void;
}

const progressLine =
  /^(frame|fps|stream_\d+_\d+_q|bitrate|total_size|out_time|out_time_us|out_time_ms|dup_frames|drop_frames|speed|progress)=/;

let prepared: Promise<void> | undefined;

/**
 * fluent-ffmpeg asks ffmpeg once which formats and encoders it has and remembers. After that the program that it starts
 * is `env`: the sandbox's own words come first among the arguments, ffmpeg's after them.
 */
function prepare(): Promise<void> {
  prepared ??= (async () => {
    const command = ffmpeg();
    command.setFfmpegPath('ffmpeg');
    await promisify(command.getAvailableFormats.bind(command))();
    await promisify(command.getAvailableEncoders.bind(command))();
    command.setFfmpegPath('env');
  })();
  return prepared.catch((error: unknown) => {
    prepared = undefined;
    throw new MediaToolFailed({ tool: 'ffmpeg', exitCode: null, signal: null, stderrTail: String(error) });
  });
}

/**
 * Runs one ffmpeg call in the sandbox.
 * Throws MediaToolFailed, MediaToolTimedOut, MediaToolStopped; no process of it is left in any case.
 */
export async function runFfmpeg(plan: FfmpegPlan, options: RunFfmpegOptions): Promise<void> {
  plan.outputs.forEach((output) => assertPlainName(output.file));
  await prepare();
  if (options.signal?.aborted) throw new MediaToolStopped('ffmpeg');
  await run(buildCommand(plan, options), options);
}

function buildCommand(plan: FfmpegPlan, { sandbox, folder, limits }: RunFfmpegOptions): ffmpeg.FfmpegCommand {
  const call = { program: 'ffmpeg', args: ffmpegInputArguments(plan), folder, inputs: [plan.input.file], limits };
  const [, ...words] = sandbox.words(call);
  const command = ffmpeg({ cwd: folder, stdoutLines: 50 })
    .input(sandbox.inputPath(call, 0))
    .inputOptions(...words);
  if (plan.filters.length) command.complexFilter([...plan.filters]);
  for (const output of plan.outputs) {
    command.output(output.file);
    if (output.options.length) command.outputOptions(...output.options);
  }
  return command;
}

/*
 * Nobody listens to fluent-ffmpeg's `progress`: it would start an ffprobe of its own on the source, outside of the
 * sandbox and without allow-lists. Progress is read from the lines that ffmpeg writes itself.
 */
function run(command: ffmpeg.FfmpegCommand, options: RunFfmpegOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const tail = new Tail();
    let stoppedBy: Error | null = null;
    let writtenMs = 0;
    let started = false;
    const stop = (why: Error): void => {
      stoppedBy ??= why;
      // env, nice, prlimit and setpriv replace themselves, so this is ffmpeg, or bubblewrap, which takes ffmpeg along.
      if (started) command.kill('SIGKILL');
    };
    const timer = setTimeout(
      () => stop(new MediaToolTimedOut('ffmpeg', options.timeoutMs, tail.text)),
      options.timeoutMs,
    );
    const onAbort = (): void => stop(new MediaToolStopped('ffmpeg'));
    options.signal?.addEventListener('abort', onAbort, { once: true });
    const settle = (error: Error | null): void => {
      clearTimeout(timer);
      options.signal?.removeEventListener('abort', onAbort);
      if (error) reject(error);
      else resolve();
    };

    command
      .on('start', () => {
        started = true;
        if (stoppedBy) command.kill('SIGKILL');
      })
      .on('stderr', (line: string) => {
        if (!progressLine.test(line)) {
          tail.append(`${line}\n`);
          return;
        }
        const reachedMs = Math.floor(Number(/^out_time_us=(\d+)/.exec(line)?.[1] ?? 0) / 1000);
        if (reachedMs > writtenMs) options.onProgress?.((writtenMs = reachedMs));
      })
      .on('end', () => settle(stoppedBy))
      .on('error', (error: Error) => settle(stoppedBy ?? failure(error, tail.text)))
      .run();
  });
}

function failure(error: Error, stderrTail: string): MediaToolFailed {
  const exitCode = /exited with code (\d+)/.exec(error.message)?.[1];
  const signal = /killed with signal (\w+)/.exec(error.message)?.[1] ?? null;
  return new MediaToolFailed({
    tool: 'ffmpeg',
    exitCode: exitCode === undefined ? null : Number(exitCode),
    signal,
    stderrTail: stderrTail || error.message.slice(0, 2_000),
  });
}
