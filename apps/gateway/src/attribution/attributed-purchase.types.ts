import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { AttributionView, TouchView } from '@moments/attribution';
import type { MomentId, ProductId } from '@moments/kernel';
import { ConnectionOf } from '../graphql/connection.js';
import { enumOf } from '../graphql/enum-of.js';
import { MoneyType } from '../graphql/money.types.js';
import { DateTimeScalar } from '../graphql/scalars.js';

const AttributionStateEnum = enumOf(['PENDING', 'CONFIRMED', 'RETURNED', 'FLAGGED']);
registerEnumType(AttributionStateEnum, {
  name: 'AttributionState',
  valuesMap: {
    PENDING: { description: 'May still come back.' },
    CONFIRMED: { description: 'Paid, delivered and past its return window.' },
    RETURNED: { description: 'All of it was cancelled or returned.' },
    FLAGGED: { description: 'Nothing is owed for it: whoever bought shares your network.' },
  },
});

@ObjectType('PurchaseTouch', { description: 'A card that the buyer opened on the way to the purchase.' })
export class PurchaseTouchType {
  @Field(() => DateTimeScalar) clickedAt!: Date;
  @Field(() => ID, { nullable: true, description: 'Null when it was on somebody else’s moment.' }) momentId?: string;

  productId!: ProductId;
}

@ObjectType('AttributedPurchase', {
  description: 'What somebody bought after opening a card of the moment; not who.',
})
export class AttributedPurchaseType {
  @Field(() => ID) id!: string;
  @Field(() => AttributionStateEnum) state!: AttributionView['state'];
  @Field(() => Int, { description: 'Units that were bought.' }) quantity!: number;
  @Field(() => Int, { description: 'Units of them that were cancelled or returned.' }) returnedQuantity!: number;
  @Field(() => MoneyType, { description: 'What the units that were kept cost.' }) amount!: MoneyType;
  @Field(() => DateTimeScalar, { description: 'When the card was opened that it is owed to.' }) clickedAt!: Date;
  @Field(() => DateTimeScalar) purchasedAt!: Date;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it is confirmed if nothing more comes back; null until it is paid and delivered.',
  })
  confirmsAt?: Date;

  productId!: ProductId;
  momentId!: MomentId;
  touches!: readonly TouchView[];
}

export const AttributedPurchaseConnection = ConnectionOf(AttributedPurchaseType, 'AttributedPurchase');
