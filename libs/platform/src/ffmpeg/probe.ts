import { ffprobeArguments, type MediaInput } from './ffmpeg-plan.js';
import { MediaToolFailed } from './media-tool.errors.js';
import { runTool, type RunOptions } from './run-tool.js';
import type { ToolCall, ToolLimits } from './sandbox.js';

export interface ProbeOptions extends RunOptions {
  /** A folder for the call; nothing is written there. */
  folder: string;
  limits: ToolLimits;
  /** What to show; streams and the container unless told. */
  show?: readonly string[];
}

/** What ffprobe says about a file, as parsed JSON of unknown shape. Throws like `runTool`. */
export async function probe(input: MediaInput, options: ProbeOptions): Promise<unknown> {
  const call: ToolCall = {
    program: 'ffprobe',
    args: [],
    folder: options.folder,
    inputs: [input.file],
    limits: options.limits,
  };
  const show = options.show ?? ['-show_format', '-show_streams'];
  const args = ffprobeArguments(input, options.sandbox.inputPath(call, 0), show);
  const printed = await runTool({ ...call, args }, options);
  try {
    return JSON.parse(printed) as unknown;
  } catch {
    throw new MediaToolFailed({ tool: 'ffprobe', exitCode: 0, signal: null, stderrTail: printed.slice(-500) });
  }
}
