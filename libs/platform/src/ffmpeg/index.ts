export { declinedCodec } from './allow-lists.js';
export { type FfmpegOutput, type FfmpegPlan } from './ffmpeg-plan.js';
export { MediaToolFailed, MediaToolStopped, MediaToolTimedOut } from './media-tool.errors.js';
export { probe } from './probe.js';
export { runFfmpeg } from './run-ffmpeg.js';
export { runTool } from './run-tool.js';
export { detectSandbox, Sandbox, type ToolLimits } from './sandbox.js';
