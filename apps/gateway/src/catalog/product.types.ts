import { Field, Float, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import type { ProductAttribute } from '@moments/catalog';
import type { SellerId } from '@moments/kernel';
import { type Connection, ConnectionOf, PageInfo } from '../graphql/connection.js';
import { MoneyType } from '../graphql/money.types.js';
import { NodeType } from '../graphql/node.types.js';
import { DecimalScalar } from '../graphql/scalars.js';
import { ImageType } from '../moments/image.types.js';

@ObjectType('ProductAttribute')
class ProductAttributeType {
  @Field(() => String) name!: string;
  @Field(() => String) value!: string;
}

@ObjectType('Product', { implements: () => NodeType, description: 'What a seller sells, as the marketplace tells it.' })
export class ProductType extends NodeType {
  @Field(() => String, { description: 'The marketplace’s own name for it.' }) externalId!: string;
  @Field(() => String) title!: string;
  @Field(() => String, { nullable: true }) brand?: string;
  @Field(() => String) description!: string;
  @Field(() => [String], { description: 'From the widest to the narrowest.' }) category!: readonly string[];
  @Field(() => [ProductAttributeType]) attributes!: readonly ProductAttribute[];
  @Field(() => MoneyType) price!: MoneyType;
  @Field(() => MoneyType, { nullable: true }) oldPrice?: MoneyType;
  @Field(() => ImageType, { nullable: true }) image?: ImageType;
  @Field(() => Boolean, { description: 'Whether it can be bought now.' }) inStock!: boolean;
  @Field(() => Boolean, { description: 'Whether it is sold at all; what once was is still shown where it was tagged.' })
  available!: boolean;
  @Field(() => Float, { description: '0 to 5.' }) rating!: number;
  @Field(() => Int) reviewsCount!: number;

  sellerId!: SellerId;
}

export const ProductConnection = ConnectionOf(ProductType, 'Product');

@InputType()
export class ProductFilter {
  @Field(() => String, { nullable: true, description: 'On its path, at any place.' }) category?: string | null;
  @Field(() => Boolean, { nullable: true, description: 'Only what can be bought now.' }) inStock?: boolean | null;
  @Field(() => DecimalScalar, { nullable: true, description: 'In the currency of each price.' })
  priceFrom?: string | null;
  @Field(() => DecimalScalar, { nullable: true }) priceTo?: string | null;
  @Field(() => ID, { nullable: true }) sellerId?: string | null;
}

@ObjectType('ProductSearchEdge')
export class ProductSearchEdgeType {
  @Field(() => String) cursor!: string;
  @Field(() => ProductType) node!: ProductType;
  @Field(() => Boolean) promoted!: boolean;
  @Field(() => String, { description: 'Proves that this product was found for this viewer.' }) clickToken!: string;
}

@ObjectType('ProductSearchConnection')
export class ProductSearchConnectionType implements Connection<ProductType> {
  @Field(() => [ProductSearchEdgeType]) edges!: ProductSearchEdgeType[];
  @Field(() => PageInfo) pageInfo!: PageInfo;
  @Field(() => [String], { description: 'The words that were looked for, mistyped ones put right.' })
  interpretedAs!: readonly string[];
  @Field(() => Int, { description: 'How many products matched and were ranked.' }) candidates!: number;
}
