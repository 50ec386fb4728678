import { Args, Int, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { bestVariant, type ImageFormat, storedFile } from '@moments/media';
import { ObjectStorage } from '@moments/platform';
import { UrlScalar } from '../graphql/scalars.js';
import { ImageFormatEnum, ImageType } from './image.types.js';

@Resolver(() => ImageType)
export class ImageResolver {
  constructor(private readonly storage: ObjectStorage) {}

  @ResolveField(() => UrlScalar, {
    description:
      'The smallest size that is at least `width` wide, or the largest there is; JPEG unless told. Of a product’s the one that there is.',
  })
  url(
    @Parent() { content }: ImageType,
    @Args('width', { type: () => Int, nullable: true }) width?: number | null,
    @Args('format', { type: () => ImageFormatEnum, nullable: true }) format?: ImageFormat | null,
  ): string {
    if ('url' in content) return content.url;
    const { file } = bestVariant(content, { width: width ?? undefined, format: format ?? undefined });
    return this.storage.publicUrl(storedFile(content.base, file));
  }
}
