export { declinedCodec, demuxers, type Demuxer } from './allow-lists.js';
export { type FfmpegOutput, type FfmpegPlan, type MediaInput } from './ffmpeg-plan.js';
export {
  MediaToolFailed,
  MediaToolStopped,
  MediaToolTimedOut,
  SandboxUnavailable,
  type ToolEnd,
} from './media-tool.errors.js';
export { probe, type ProbeOptions } from './probe.js';
export { runFfmpeg, type RunFfmpegOptions } from './run-ffmpeg.js';
export { runTool, type RunOptions } from './run-tool.js';
export {
  detectSandbox,
  Sandbox,
  type SandboxOptions,
  type SandboxReport,
  type ToolCall,
  type ToolLimits,
} from './sandbox.js';
