import type { ToolLimits } from '@moments/platform';
import type { VideoFacts } from '../domain/source-facts.js';

const gigabyte = 1024 ** 3;

export const probeLimits: ToolLimits = {
  memoryBytes: 4 * gigabyte, // opening a decoder for an 8K stream reserves its pictures
  cpuSeconds: 60,
  fileSizeBytes: 0,
  openFiles: 64,
};

/**
 * Address space grows with the decoded pictures kept for reference. Measured with two threads: 1080p and 4K HEVC of
 * 10 bits under 1.5 GB, 8K HEVC with four reference pictures under 3 GB; a stream may keep sixteen.
 */
export function encodingLimits(video: VideoFacts, timeoutMs: number, threads: number): ToolLimits {
  const pictures = 24;
  const bytesPerPixel = 6; // 4:4:4 in two bytes
  const decoded = video.codedWidth * video.codedHeight * bytesPerPixel * pictures;
  return {
    memoryBytes: 2 * gigabyte + decoded + threads * 64 * 1024 ** 2,
    cpuSeconds: Math.ceil((timeoutMs / 1000) * Math.max(2, threads)),
    fileSizeBytes: gigabyte,
    openFiles: 256,
  };
}

/** node reserves far more address space than it uses. */
export const photoLimits: ToolLimits = {
  memoryBytes: 8 * gigabyte,
  cpuSeconds: 120,
  fileSizeBytes: gigabyte / 8,
  openFiles: 256,
};

export const heifLimits: ToolLimits = {
  memoryBytes: 3 * gigabyte,
  cpuSeconds: 60,
  fileSizeBytes: gigabyte / 8,
  openFiles: 64,
};
