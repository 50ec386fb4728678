import type { ImageContent } from '@moments/media';
import { ImageType } from './image.types.js';

export const toImageType = (content: ImageContent): ImageType =>
  Object.assign(new ImageType(), {
    width: content.width,
    height: content.height,
    thumbhash: content.thumbhash,
    content,
  });

// Grey of any shape: whoever keeps the picture has told nothing else.
const plainThumbhash = 'MQgCBwBoVB+IiIiGiEh3WIh/AQAAAAAA';

interface ToldImage {
  readonly url: string;
  readonly width: number;
  readonly height: number;
  readonly thumbhash?: string;
}

/** A picture that somebody else keeps, in one size and format. */
export const toExternalImageType = ({ url, width, height, thumbhash = plainThumbhash }: ToldImage): ImageType =>
  Object.assign(new ImageType(), { width, height, thumbhash, content: { url } });
