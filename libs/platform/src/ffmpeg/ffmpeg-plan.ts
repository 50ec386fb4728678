import { inputGuards, type Demuxer } from './allow-lists.js';

/** One ffmpeg call as data: pure functions build it, the gate runs it. */
export interface FfmpegPlan {
  input: MediaInput;
  /** Chains of the filter graph; each reads and leaves labelled pads. */
  filters: readonly string[];
  outputs: readonly FfmpegOutput[];
  /** Threads of the decoder and of each filter graph. */
  threads: number;
}

export interface MediaInput {
  /** Path on this machine; the sandbox shows it to the tool under a fixed name. */
  file: string;
  /** The container as recognised from the bytes: no other demuxer gets to see the file. */
  format: Demuxer;
  /** Options before `-i`, for example `-ss`. */
  options?: readonly string[];
}

export interface FfmpegOutput {
  /** A plain name in the call's folder. */
  file: string;
  options: readonly string[];
}

const plainName = /^[a-z0-9%][a-z0-9%_.-]*$/;

/** A name that the product made itself: nothing in it can be taken for an option, a path or a protocol. */
export function assertPlainName(name: string): void {
  if (!plainName.test(name)) throw new Error(`not a plain file name: ${JSON.stringify(name)}`);
}

/** Options of ffmpeg up to its `-i`. */
export function ffmpegInputArguments(plan: FfmpegPlan): string[] {
  return [
    ...['-hide_banner', '-nostdin', '-loglevel', 'warning', '-nostats', '-progress', 'pipe:2'],
    ...['-filter_complex_threads', String(plan.threads), '-threads', String(plan.threads)],
    ...inputGuards(plan.input.format),
    ...(plan.input.options ?? []),
  ];
}

/** The whole command line of ffprobe for one input; it prints JSON. */
export function ffprobeArguments(input: Omit<MediaInput, 'file'>, path: string, show: readonly string[]): string[] {
  return [
    ...['-hide_banner', '-loglevel', 'warning', '-print_format', 'json'],
    ...inputGuards(input.format),
    ...(input.options ?? []),
    ...show,
    ...['-i', path],
  ];
}
