import { Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { AccountId, MomentId } from '@moments/kernel';
import { type MomentKind, momentKinds, type MomentStatus, momentStatuses, type MomentView } from '@moments/moments';
import { ConnectionOf } from '../graphql/connection.js';
import { enumOf } from '../graphql/enum-of.js';
import { NodeType } from '../graphql/node.types.js';
import { DateTimeScalar, UrlScalar } from '../graphql/scalars.js';
import { Payload } from '../graphql/user-error.types.js';
import { ImageType } from './image.types.js';

const MomentKindEnum = enumOf(momentKinds);
registerEnumType(MomentKindEnum, { name: 'MomentKind' });
export const MomentStatusEnum = enumOf(momentStatuses);
registerEnumType(MomentStatusEnum, {
  name: 'MomentStatus',
  valuesMap: { DRAFT: { description: 'Ready, and waiting for its hour, or for whoever ordered it.' } },
});

@ObjectType('Rendition', { description: 'One quality of a video.' })
export class RenditionType {
  @Field(() => Int) height!: number;
  @Field(() => Int) width!: number;
  @Field(() => Int, { description: 'Bits a second on average, picture and sound.' }) bitrate!: number;
  @Field(() => String, { description: 'RFC 6381.' }) codec!: string;
}

@ObjectType('Video')
export class VideoType {
  @Field(() => UrlScalar, { description: 'HLS master playlist.' }) hlsUrl!: string;
  @Field(() => ImageType) poster!: ImageType;
  @Field(() => UrlScalar, { nullable: true, description: 'Some moving seconds without sound, animated WebP.' })
  preview?: string;
  @Field(() => Int) durationMs!: number;
  @Field(() => Int, { description: 'Of the largest rendition.' }) width!: number;
  @Field(() => Int) height!: number;
  @Field(() => Boolean) hasAudio!: boolean;
  @Field(() => [RenditionType]) renditions!: RenditionType[];
}

@ObjectType('AdDisclosure', { description: 'Somebody has paid for what the moment shows.' })
export class AdDisclosureType {
  @Field(() => String) advertiser!: string;
  @Field(() => String, { nullable: true, description: 'The token under which the advertisement is registered.' })
  erid?: string;
}

@ObjectType('Moment', { implements: () => NodeType, description: 'One post: a video, or photos in their order.' })
export class MomentType extends NodeType {
  @Field(() => MomentKindEnum) kind!: MomentKind;
  @Field(() => MomentStatusEnum) status!: MomentStatus;
  @Field(() => String) caption!: string;
  @Field(() => [String], { description: 'Of the caption, lower case, without #.' }) hashtags!: readonly string[];
  @Field(() => VideoType, { nullable: true, description: 'Of a video that is ready.' }) video?: VideoType;
  @Field(() => [ImageType], { description: 'Of photos that are ready, in their order.' }) photos!: ImageType[];
  @Field(() => Boolean) commentsEnabled!: boolean;
  @Field(() => AdDisclosureType, { nullable: true, description: 'For whom it advertises; shown with the moment.' })
  disclosure?: AdDisclosureType;
  @Field(() => DateTimeScalar) createdAt!: Date;
  @Field(() => DateTimeScalar, { nullable: true }) publishedAt?: Date;

  momentId!: MomentId;
  authorId!: AccountId;
  failed?: MomentView['failure'];
  rejected?: MomentView['rejection'];
  /** When it is known already. */
  progress?: number;
}

@ObjectType('MomentPayload')
export class MomentPayload extends Payload {
  @Field(() => MomentType, { nullable: true }) moment?: MomentType;
}

export const MomentConnection = ConnectionOf(MomentType, 'Moment');
