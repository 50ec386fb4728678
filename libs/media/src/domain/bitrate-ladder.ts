import { framesPerSecond, outputFrameRate } from './frame-rate.js';
import type { Rational, VideoFacts } from './source-facts.js';

/** One rendition to be made. Square pixels, even sides. */
export interface Rung {
  /** File name stem: `v720`. */
  name: string;
  width: number;
  height: number;
  /** Ceiling of the video stream, bits a second. */
  maxBitrate: number;
}

export interface Ladder {
  /** From the largest to the smallest; never empty. */
  rungs: readonly [Rung, ...Rung[]];
  frameRate: Rational;
}

const standardShortSides = [1080, 720, 480, 360];

/** Hardware decoders of phones end here; a panorama is made smaller until it fits. */
const maxLongSide = 4096;

/** Ceiling of a 1920×1080 picture at up to 30 pictures a second. */
const fullHdBitrate = 5_000_000;
const fullHdPixels = 1920 * 1080;

/** A rung this close under the top one would cost more than it gives. */
const leastStep = 0.85;

/**
 * Chooses the renditions of a source by its short side, so that portrait and landscape get the same: its own size, at
 * most 1080, then the standard sizes below. Nothing is enlarged.
 */
export function bitrateLadder(video: Pick<VideoFacts, 'width' | 'height' | 'frameRate'>): Ladder {
  const frameRate = outputFrameRate(video.frameRate);
  const short = Math.min(video.width, video.height);
  const long = Math.max(video.width, video.height);
  const top = Math.min(short, standardShortSides[0] ?? short, (maxLongSide * short) / long);
  const lower = standardShortSides.filter((side) => side <= top * leastStep);
  const rungAt = (side: number): Rung => makeRung({ video, side, fps: framesPerSecond(frameRate) });
  return { rungs: [rungAt(top), ...lower.map(rungAt)], frameRate };
}

function makeRung(of: { video: { width: number; height: number }; side: number; fps: number }): Rung {
  const { width: sourceWidth, height: sourceHeight } = of.video;
  const scale = of.side / Math.min(sourceWidth, sourceHeight);
  const width = evenSide(sourceWidth * scale, sourceWidth);
  const height = evenSide(sourceHeight * scale, sourceHeight);
  const motion = of.fps > 30 ? 1.4 : 1;
  const maxBitrate = Math.round((bitrateFor(width * height) * motion) / 1000) * 1000;
  return { name: `v${Math.min(width, height)}`, width, height, maxBitrate };
}

/** The nearest even number, not above what the source has. */
function evenSide(wanted: number, available: number): number {
  const nearest = Math.round(wanted / 2) * 2;
  return Math.max(2, nearest > available ? nearest - 2 : nearest);
}

/** Smaller pictures need more bits for each pixel: the rate falls with the 0.75th power of the area. */
const bitrateFor = (pixels: number): number => fullHdBitrate * (pixels / fullHdPixels) ** 0.75;
