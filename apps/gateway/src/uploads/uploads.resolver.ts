import type { OnModuleInit } from '@nestjs/common';
import { Args, Context, ID, Int, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { fromGlobalId, type UploadId } from '@moments/kernel';
import { UploadsService } from '@moments/media';
import { toUserError } from '../graphql/domain-errors.js';
import { readId } from '../graphql/ids.js';
import { NodeRegistry } from '../graphql/node-registry.js';
import { UserErrorType } from '../graphql/user-error.types.js';
import type { GraphqlContext, SignedInViewer, ViewerContext } from '../graphql/context.js';
import { SignedIn, Viewer } from '../graphql/viewer.js';
import { toUploadType } from './upload.mapper.js';
import { UploadsLoader } from './uploads.loader.js';
import {
  CompleteUploadInput,
  StartUploadInput,
  UploadedPartType,
  UploadPartUrlType,
  UploadPayload,
  UploadType,
} from './upload.types.js';

@Resolver(() => UploadType)
export class UploadsResolver implements OnModuleInit {
  constructor(
    private readonly uploads: UploadsService,
    private readonly loader: UploadsLoader,
    private readonly nodes: NodeRegistry,
  ) {}

  onModuleInit(): void {
    this.nodes.register('upload', (context, id) => this.find(context, id));
  }

  @Query(() => UploadType, { nullable: true, description: 'One of your own uploads.' })
  async upload(
    @Context() context: GraphqlContext,
    @SignedIn() _viewer: SignedInViewer,
    @Args('id', { type: () => ID }) id: string,
  ): Promise<UploadType | undefined> {
    const uploadId = fromGlobalId('upload', id);
    return uploadId && this.find(context, uploadId);
  }

  @Mutation(() => UploadPayload, { description: 'Announces a file and opens its upload; the bytes go to `partUrls`.' })
  async startUpload(
    @SignedIn() { accountId }: SignedInViewer,
    @Args('input') input: StartUploadInput,
  ): Promise<UploadPayload> {
    const { purpose, fileName, contentType, byteSize, sha256, idempotencyKey } = input;
    const command = { accountId, purpose, fileName, contentType, byteSize, sha256, idempotencyKey };
    return { upload: toUploadType(await this.uploads.start(command)) };
  }

  @Mutation(() => UploadPayload, { description: 'Puts the parts together and looks at what the file is.' })
  async completeUpload(
    @SignedIn() { accountId }: SignedInViewer,
    @Args('input') { uploadId, parts }: CompleteUploadInput,
  ): Promise<UploadPayload> {
    const command = { accountId, uploadId: readId('upload', uploadId, ['uploadId']), parts };
    return { upload: toUploadType(await this.uploads.complete(command)) };
  }

  @Mutation(() => UploadPayload, { description: 'Gives an upload up and frees what has arrived of it.' })
  async abortUpload(
    @SignedIn() { accountId }: SignedInViewer,
    @Args('uploadId', { type: () => ID }) uploadId: string,
  ): Promise<UploadPayload> {
    const command = { accountId, uploadId: readId('upload', uploadId, ['uploadId']) };
    return { upload: toUploadType(await this.uploads.abort(command)) };
  }

  @ResolveField(() => [UploadPartUrlType], {
    description: 'Presigned PUT targets for the given part numbers; all missing parts when left out.',
  })
  async partUrls(
    @Parent() { view }: UploadType,
    @Args('numbers', { type: () => [Int], nullable: true }) numbers?: number[] | null,
  ): Promise<UploadPartUrlType[]> {
    const targets = await this.loader.partTargets(view, numbers);
    return targets.map(({ number, url, sizeBytes }) => ({ number, url, byteSize: sizeBytes }));
  }

  @ResolveField(() => [UploadedPartType], { description: 'What has arrived so far.' })
  async uploadedParts(@Parent() { view }: UploadType): Promise<UploadedPartType[]> {
    const parts = await this.loader.arrivedParts(view);
    return parts.map(({ number, etag, sizeBytes }) => ({ number, etag, byteSize: sizeBytes }));
  }

  @ResolveField(() => UserErrorType, { nullable: true, description: 'Why the file cannot be used.' })
  rejection(@Parent() { view }: UploadType, @Viewer() { locale }: ViewerContext): UserErrorType | undefined {
    return view.rejection && toUserError(view.rejection, locale);
  }

  private async find(context: GraphqlContext, id: UploadId): Promise<UploadType | undefined> {
    const view = await this.loader.find(context, id);
    return view && toUploadType(view);
  }
}
