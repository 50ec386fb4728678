import { Field, InputType, ObjectType } from '@nestjs/graphql';
import { formatAmount, type Money } from '@moments/kernel';
import { CurrencyScalar, DecimalScalar } from './scalars.js';

@ObjectType('Money', { description: 'An exact amount of one currency.' })
export class MoneyType {
  @Field(() => DecimalScalar) amount!: string;
  @Field(() => CurrencyScalar) currency!: string;
}

@InputType()
export class MoneyInput {
  @Field(() => DecimalScalar) amount!: string;
  @Field(() => CurrencyScalar) currency!: string;
}

export const toMoney = (money: Money): MoneyType => ({ amount: formatAmount(money), currency: money.currency });
