import type { ImageContent } from '@moments/media';
import { ImageType } from './image.types.js';

export const toImageType = (content: ImageContent): ImageType =>
  Object.assign(new ImageType(), {
    width: content.width,
    height: content.height,
    thumbhash: content.thumbhash,
    content,
  });
