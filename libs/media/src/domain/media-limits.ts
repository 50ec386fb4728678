/** What a video may be. */
export interface VideoLimits {
  minDurationMs: number;
  maxDurationMs: number;
  maxSizeBytes: number;
  /** The frame may lie either way. */
  maxLongSide: number;
  maxShortSide: number;
  /** Below this, decoders in phones refuse the picture. */
  minSide: number;
  /** How far the published length may be from the announced one before the file counts as damaged. */
  durationToleranceMs: number;
  durationToleranceShare: number;
}

/** 3 s to 180 s, 1 GiB, an 8K frame. */
export const defaultVideoLimits: VideoLimits = {
  minDurationMs: 3_000,
  maxDurationMs: 180_000,
  maxSizeBytes: 1024 ** 3,
  maxLongSide: 7_680,
  maxShortSide: 4_320,
  minSide: 16,
  durationToleranceMs: 500,
  durationToleranceShare: 0.05,
};

/** What a photo may be. */
export interface PhotoLimits {
  maxSizeBytes: number;
  maxPixels: number;
  minSide: number;
}

/** 30 MB, and 64 megapixels: what phones take today, and what two hundred megabytes of memory can hold. */
export const defaultPhotoLimits: PhotoLimits = { maxSizeBytes: 30 * 1024 ** 2, maxPixels: 64_000_000, minSide: 16 };
