import type { ImageFormat } from './photo-worker.js';

/** A file in the output folder, ready to be stored under its name. */
export interface ProcessedFile {
  fileName: string;
  contentType: string;
  sizeBytes: number;
}

interface ImageVariant extends ProcessedFile {
  format: ImageFormat;
  width: number;
  height: number;
}

/** One picture in several sizes and formats. */
export interface ProcessedImage {
  /** Of the largest variant. */
  width: number;
  height: number;
  /** Base64, some 25 bytes: https://evanw.github.io/thumbhash */
  thumbhash: string;
  variants: readonly ImageVariant[];
}

export interface ProcessedRendition {
  name: string;
  width: number;
  height: number;
  /** Bits a second on average, picture and sound. */
  bitrate: number;
  /** RFC 6381: `avc1.64001f`. */
  codec: string;
}

export interface ProcessedVideo {
  /** Name of the master playlist in the output folder. */
  masterPlaylist: string;
  durationMs: number;
  /** Of the largest rendition. */
  width: number;
  height: number;
  framesPerSecond: number;
  hasAudio: boolean;
  renditions: readonly ProcessedRendition[];
  poster: ProcessedImage;
  /** An animated WebP of some seconds. */
  preview: ProcessedFile;
  /** Everything to be stored, the poster's variants and the preview among it. */
  files: readonly ProcessedFile[];
}

export interface ProcessedPhoto extends ProcessedImage {
  files: readonly ProcessedFile[];
}
