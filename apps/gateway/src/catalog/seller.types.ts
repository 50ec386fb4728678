import { Field, Float, Int, ObjectType } from '@nestjs/graphql';
import type { Badge } from '@moments/identity';
import type { SellerId } from '@moments/kernel';
import { NodeType } from '../graphql/node.types.js';
import { BadgeEnum } from '../profiles/profile.types.js';

@ObjectType('Seller', { implements: () => NodeType, description: 'An organisation that sells on the marketplace.' })
export class SellerType extends NodeType {
  @Field(() => String) name!: string;
  @Field(() => [BadgeEnum]) badges!: readonly Badge[];
  @Field(() => Float, { description: '0 to 5.' }) rating!: number;
  @Field(() => Int) reviewsCount!: number;

  sellerId!: SellerId;
}
