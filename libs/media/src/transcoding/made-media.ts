import type { AssetContent, ImageContent, ImageFormat } from '../assets/domain/asset-content.js';
import type { ProcessedFile, ProcessedImage, ProcessedPhoto, ProcessedVideo } from '../processing/processed.js';

/** What an attempt has made in its folder: the files to store, and the content that names them once they lie under `base`. */
export interface MadeMedia {
  files: readonly ProcessedFile[];
  contentAt(base: string): AssetContent;
}

const formatOf = { avif: 'AVIF', webp: 'WEBP', jpeg: 'JPEG' } as const satisfies Record<string, ImageFormat>;

const imageAt = (base: string, { width, height, thumbhash, variants }: ProcessedImage): ImageContent => ({
  base,
  width,
  height,
  thumbhash,
  variants: variants.map((variant) => ({
    format: formatOf[variant.format],
    width: variant.width,
    height: variant.height,
    file: variant.fileName,
  })),
});

export const madePhoto = (photo: ProcessedPhoto): MadeMedia => ({
  files: photo.files,
  contentAt: (base) => ({ kind: 'photo', image: imageAt(base, photo) }),
});

export const madeVideo = (video: ProcessedVideo): MadeMedia => ({
  files: video.files,
  contentAt: (base) => ({
    kind: 'video',
    base,
    playlist: video.masterPlaylist,
    preview: video.preview.fileName,
    poster: imageAt(base, video.poster),
    durationMs: video.durationMs,
    width: video.width,
    height: video.height,
    hasAudio: video.hasAudio,
    renditions: video.renditions.map(({ width, height, bitrate, codec }) => ({ width, height, bitrate, codec })),
  }),
});
