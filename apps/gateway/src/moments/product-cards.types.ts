import { Field, Float, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { ProductType } from '../catalog/product.types.js';
import { UrlScalar } from '../graphql/scalars.js';
import { Payload } from '../graphql/user-error.types.js';

@ObjectType('ProductCard', { description: 'A product that a moment shows.' })
export class ProductCardType {
  @Field(() => ProductType, { description: 'As it is now; what is no longer sold says so.' }) product!: ProductType;
  @Field(() => Int, { nullable: true, description: 'From when on in the video; all the time without it.' })
  startMs?: number;
  @Field(() => Int, { nullable: true }) endMs?: number;
  @Field(() => Float, { nullable: true, description: '0..1 from the left edge; wherever it fits without it.' })
  x?: number;
  @Field(() => Float, { nullable: true, description: '0..1 from the upper edge.' }) y?: number;
}

@InputType()
export class OpenProductCardInput {
  @Field(() => ID) momentId!: string;
  @Field(() => ID) productId!: string;
  @Field(() => String, { description: 'Of the feed item that the card was on.' }) playbackToken!: string;
  @Field(() => String) idempotencyKey!: string;
}

@ObjectType('OpenProductCardPayload')
export class OpenProductCardPayload extends Payload {
  @Field(() => UrlScalar, { nullable: true, description: 'The product on the marketplace, with the click in it.' })
  url?: string;
  @Field(() => ID, { nullable: true, description: 'Signed: the marketplace names it when it tells of a purchase.' })
  clickId?: string;
}
