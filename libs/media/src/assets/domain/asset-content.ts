/** File formats that pictures are stored in (`ImageFormat` of the GraphQL contract). */
export const imageFormats = ['AVIF', 'WEBP', 'JPEG'] as const;
export type ImageFormat = (typeof imageFormats)[number];

export interface ImageVariant {
  format: ImageFormat;
  width: number;
  height: number;
  file: string;
}

/** A picture in several sizes and formats. Files lie under `base` in the media bucket. */
export interface ImageContent {
  base: string;
  /** Of the largest variant, pixels. */
  width: number;
  height: number;
  /** ThumbHash, base64. */
  thumbhash: string;
  variants: readonly ImageVariant[];
}

/** One quality of a video. */
interface Rendition {
  width: number;
  height: number;
  /** Peak, bits a second, sound included. */
  bitrate: number;
  /** RFC 6381. */
  codec: string;
}

export interface VideoContent {
  kind: 'video';
  base: string;
  /** The HLS master playlist; everything in it is relative to it. */
  playlist: string;
  /** A short moving preview without sound. */
  preview?: string;
  poster: ImageContent;
  durationMs: number;
  width: number;
  height: number;
  hasAudio: boolean;
  renditions: readonly Rendition[];
}

interface PhotoContent {
  kind: 'photo';
  image: ImageContent;
}

/** What was made of an upload. */
export type AssetContent = VideoContent | PhotoContent;

/** Key of a stored file in the media bucket. */
export const storedFile = (base: string, file: string): string => `${base}/${file}`;

/**
 * The variant to show at `width` pixels: the narrowest that is at least as wide, or the widest there is. In the wanted
 * format; JPEG, which every client reads, when none is wanted or the picture is not stored in it.
 */
export function bestVariant(
  image: Pick<ImageContent, 'variants'>,
  wanted: { width?: number; format?: ImageFormat } = {},
): ImageVariant {
  const inFormat = (format: ImageFormat) => image.variants.filter((variant) => variant.format === format);
  const candidates = [inFormat(wanted.format ?? 'JPEG'), inFormat('JPEG'), [...image.variants]].find(
    (variants) => variants.length > 0,
  );
  const ascending = (candidates ?? []).sort((a, b) => a.width - b.width);
  const best = ascending.find((variant) => variant.width >= (wanted.width ?? Infinity)) ?? ascending.at(-1);
  if (!best) throw new TypeError('an image without variants');
  return best;
}
