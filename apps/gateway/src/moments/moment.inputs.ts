import { Field, Float, ID, InputType, Int } from '@nestjs/graphql';
import { DateTimeScalar } from '../graphql/scalars.js';

@InputType()
export class ProductTagInput {
  @Field(() => ID) productId!: string;
  @Field(() => Int, { nullable: true }) startMs?: number | null;
  @Field(() => Int, { nullable: true }) endMs?: number | null;
  @Field(() => Float, { nullable: true }) x?: number | null;
  @Field(() => Float, { nullable: true }) y?: number | null;
}

@InputType()
export class CreateMomentInput {
  @Field(() => [ID], { description: 'Completed uploads: one video, or photos in their order.' }) uploadIds!: string[];
  @Field(() => String) caption!: string;
  @Field(() => [ProductTagInput], { nullable: true }) productTags?: ProductTagInput[] | null;
  @Field(() => Boolean, { nullable: true, defaultValue: true }) commentsEnabled?: boolean | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'As soon as it is ready when left out.' })
  publishAt?: Date | null;
  @Field(() => ID, { nullable: true }) submissionToCampaignId?: string | null;
  @Field(() => String) idempotencyKey!: string;
}

@InputType()
export class UpdateMomentInput {
  @Field(() => ID) momentId!: string;
  @Field(() => String, { nullable: true }) caption?: string | null;
  @Field(() => [ProductTagInput], { nullable: true }) productTags?: ProductTagInput[] | null;
  @Field(() => Boolean, { nullable: true }) commentsEnabled?: boolean | null;
}
