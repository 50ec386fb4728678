import { Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { type ImageContent, imageFormats } from '@moments/media';
import { enumOf } from '../graphql/enum-of.js';

export const ImageFormatEnum = enumOf(imageFormats);
registerEnumType(ImageFormatEnum, { name: 'ImageFormat' });

/** A picture that is not ours. */
export interface ExternalImage {
  readonly url: string;
}

@ObjectType('Image', { description: 'A picture that is stored in several sizes and formats.' })
export class ImageType {
  @Field(() => Int, { description: 'Of the largest size there is, pixels.' }) width!: number;
  @Field(() => Int) height!: number;
  @Field(() => String, { description: 'What to show until the picture is there: a ThumbHash, base64.' })
  thumbhash!: string;
  @Field(() => String, { nullable: true }) altText?: string;

  /** What `url` is chosen from, or where the one size is that somebody else keeps. */
  content!: ImageContent | ExternalImage;
}
