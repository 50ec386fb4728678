import type { SourceFacts, VideoFacts } from '../domain/source-facts.js';

/** A portrait clip as a phone writes it, changed as told. */
export function aVideo(changes: Partial<VideoFacts> = {}): VideoFacts {
  return {
    ...{ index: 0, codec: 'h264', pixelFormat: 'yuv420p', bitDepth: 8, frames: 600 },
    ...{ codedWidth: 1080, codedHeight: 1920, width: 1080, height: 1920 },
    ...{ rotation: 0, mirrored: false, pixelAspect: 1, interlaced: false, hdr: null },
    color: { primaries: 'bt709', transfer: 'bt709', matrix: 'bt709', fullRange: false },
    frameRate: { average: { num: 30, den: 1 }, base: { num: 30, den: 1 }, variable: false },
    ...changes,
  };
}

/** That clip in its file, with sound. */
export function aSource(changes: Partial<SourceFacts> = {}): SourceFacts {
  return {
    ...{ container: 'mov,mp4,m4a,3gp,3g2,mj2', sizeBytes: 1_000_000, durationMs: 20_000 },
    video: aVideo(),
    audio: { index: 1, codec: 'aac', channels: 2, sampleRate: 48_000 },
    ...changes,
  };
}
