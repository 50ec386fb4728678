import { Field, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import { surfaces } from '@moments/views';
import { type Edge, PageInfo } from '../graphql/connection.js';
import { enumOf } from '../graphql/enum-of.js';
import { MomentType } from '../moments/moment.types.js';

export const FeedSurfaceEnum = enumOf(surfaces);
registerEnumType(FeedSurfaceEnum, {
  name: 'FeedSurface',
  valuesMap: { FOLLOWING: { description: 'Those whom the viewer follows, newest first.' } },
});

@ObjectType('FeedEdge')
export class FeedEdgeType implements Edge<MomentType> {
  @Field(() => String) cursor!: string;
  @Field(() => MomentType) node!: MomentType;
  @Field(() => String, {
    description: 'Proves that this moment was served to this viewer; every view and card click carries it.',
  })
  playbackToken!: string;
  @Field(() => Boolean, { description: 'Paid for.' }) promoted!: boolean;
}

@ObjectType('FeedConnection')
export class FeedConnectionType {
  @Field(() => [FeedEdgeType]) edges!: FeedEdgeType[];
  @Field(() => PageInfo) pageInfo!: PageInfo;
  @Field(() => ID, { description: 'Lasts while cursors are followed; within it no moment comes twice.' })
  sessionId!: string;
}
