import { imageSizes, type ImagePolicy, type ImageSize } from '../domain/image-sizes.js';
import type { ImageFormat } from './photo-worker.js';
import type { ProcessedImage } from './processed.js';
import { runPhotoWorker, type PhotoRun } from './run-photo-worker.js';

export interface ImageTask extends PhotoRun {
  source: ImageSize;
  policy: ImagePolicy;
  maxPixels: number;
  /** Begins the file names: `poster` makes `poster-720.webp`. */
  stem: string;
}

const formats: ImageFormat[] = ['avif', 'webp', 'jpeg'];

/** Makes all sizes and formats of a picture of known size, and its ThumbHash. */
export async function makeImages({ source, policy, maxPixels, stem, ...run }: ImageTask): Promise<ProcessedImage> {
  const sizes = imageSizes(source, policy);
  const made = await runPhotoWorker({ task: 'make', maxPixels, stem, sizes, formats, square: policy.square }, run);
  if (made.ok !== 'made') throw new Error('the photo worker answered another question');
  const variants = made.images.map((image) => ({ ...image, contentType: `image/${image.format}` }));
  const { width, height } = sizes.at(-1) ?? source;
  return { width, height, thumbhash: made.thumbhash, variants };
}
