import { Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { type UploadPurpose, uploadPurposes, type UploadStatus, uploadStatuses, type UploadView } from '@moments/media';
import { enumOf } from '../graphql/enum-of.js';
import { NodeType } from '../graphql/node.types.js';
import { DateTimeScalar, UrlScalar } from '../graphql/scalars.js';
import { Payload } from '../graphql/user-error.types.js';

const UploadPurposeEnum = enumOf(uploadPurposes);
registerEnumType(UploadPurposeEnum, { name: 'UploadPurpose' });
const UploadStatusEnum = enumOf(uploadStatuses);
registerEnumType(UploadStatusEnum, { name: 'UploadStatus' });

@ObjectType('Upload', { implements: () => NodeType, description: 'One file on its way straight into the store.' })
export class UploadType extends NodeType {
  @Field(() => UploadPurposeEnum) purpose!: UploadPurpose;
  @Field(() => UploadStatusEnum) status!: UploadStatus;
  @Field(() => Int, { description: 'Bytes of the whole file.' }) byteSize!: number;
  @Field(() => Int, { description: 'Bytes of each part; the last one is shorter.' }) partSize!: number;
  @Field(() => DateTimeScalar, { description: 'Parts are taken until then.' }) expiresAt!: Date;

  /** What the other fields are read from. */
  view!: UploadView;
}

@ObjectType('UploadPartUrl')
export class UploadPartUrlType {
  @Field(() => Int) number!: number;
  @Field(() => UrlScalar, { description: 'Takes one HTTP PUT of exactly `byteSize` bytes.' }) url!: string;
  @Field(() => Int) byteSize!: number;
}

@ObjectType('UploadedPart')
export class UploadedPartType {
  @Field(() => Int) number!: number;
  @Field(() => String) etag!: string;
  @Field(() => Int) byteSize!: number;
}

@ObjectType('UploadPayload')
export class UploadPayload extends Payload {
  @Field(() => UploadType, { nullable: true }) upload?: UploadType;
}

@InputType()
export class StartUploadInput {
  @Field(() => UploadPurposeEnum) purpose!: UploadPurpose;
  @Field(() => String) fileName!: string;
  @Field(() => String, { description: 'Media type as the client takes it to be; the bytes decide.' })
  contentType!: string;
  @Field(() => Int) byteSize!: number;
  @Field(() => String, { nullable: true, description: 'Of the whole file, hexadecimal; checked when given.' })
  sha256?: string | null;
  @Field(() => String) idempotencyKey!: string;
}

@InputType()
export class UploadedPartInput {
  @Field(() => Int) number!: number;
  @Field(() => String, { description: 'The ETag header that the PUT was answered with.' }) etag!: string;
}

@InputType()
export class CompleteUploadInput {
  @Field(() => ID) uploadId!: string;
  @Field(() => [UploadedPartInput]) parts!: UploadedPartInput[];
}
