import { Field, Int, ObjectType } from '@nestjs/graphql';
import { ConnectionOf } from '../graphql/connection.js';
import { Payload } from '../graphql/user-error.types.js';
import { ProfileType } from '../profiles/profile.types.js';

@ObjectType('MomentStats', { description: 'Public counters; right within seconds.' })
export class MomentStatsType {
  @Field(() => Int) views!: number;
  @Field(() => Int) likes!: number;
  @Field(() => Int) comments!: number;
  @Field(() => Int) shares!: number;
  @Field(() => Int) saves!: number;
}

@ObjectType('ProfilePayload')
export class ProfilePayload extends Payload {
  @Field(() => ProfileType, { nullable: true }) profile?: ProfileType;
}

export const ProfileConnection = ConnectionOf(ProfileType, 'Profile');
