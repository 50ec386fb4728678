import { Field, InputType, ObjectType } from '@nestjs/graphql';
import { CurrencyScalar, DecimalScalar } from './scalars.js';

@ObjectType('Money', { description: 'An exact amount of one currency.' })
export class MoneyType {
  @Field(() => DecimalScalar) amount!: string;
  @Field(() => CurrencyScalar) currency!: string;
}

@InputType({ description: 'An exact amount of one currency.' })
export class MoneyInput {
  @Field(() => DecimalScalar) amount!: string;
  @Field(() => CurrencyScalar) currency!: string;
}
