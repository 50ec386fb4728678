import { Field, Float, ID, InputType, Int } from '@nestjs/graphql';
import { DateTimeScalar } from '../graphql/scalars.js';

@InputType({ description: 'A product to be shown on a moment.' })
export class ProductTagInput {
  @Field(() => ID) productId!: string;
  @Field(() => Int, {
    nullable: true,
    description: 'From when on in the video, with endMs; all the time without both.',
  })
  startMs?: number | null;
  @Field(() => Int, { nullable: true }) endMs?: number | null;
  @Field(() => Float, { nullable: true, description: '0..1 from the left edge, with y.' }) x?: number | null;
  @Field(() => Float, { nullable: true, description: '0..1 from the upper edge.' }) y?: number | null;
}

@InputType()
export class CreateMomentInput {
  @Field(() => [ID], { description: 'Completed uploads: one video, or photos in their order.' }) uploadIds!: string[];
  @Field(() => String) caption!: string;
  @Field(() => [ProductTagInput], { nullable: true, description: 'In the order in which they are shown.' })
  productTags?: ProductTagInput[] | null;
  @Field(() => Boolean, { nullable: true, defaultValue: true }) commentsEnabled?: boolean | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'As soon as it is ready when left out.' })
  publishAt?: Date | null;
  @Field(() => ID, {
    nullable: true,
    description: 'The order that it is made for: it is published once the seller has approved it.',
  })
  submissionToCampaignId?: string | null;
  @Field(() => String) idempotencyKey!: string;
}

@InputType()
export class UpdateMomentInput {
  @Field(() => ID) momentId!: string;
  @Field(() => String, { nullable: true }) caption?: string | null;
  @Field(() => [ProductTagInput], { nullable: true, description: 'Take the place of all that there are.' })
  productTags?: ProductTagInput[] | null;
  @Field(() => Boolean, { nullable: true }) commentsEnabled?: boolean | null;
}
