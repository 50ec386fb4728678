import { Field, ID, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { AccountId, CreatorFundId, FundPeriodId } from '@moments/kernel';
import { type FundPeriodStatus, fundPeriodStatuses } from '@moments/rewards';
import { ConnectionOf } from '../graphql/connection.js';
import { enumOf } from '../graphql/enum-of.js';
import { MoneyInput, MoneyType } from '../graphql/money.types.js';
import { NodeType } from '../graphql/node.types.js';
import { DateScalar, DateTimeScalar, DecimalScalar, JsonScalar } from '../graphql/scalars.js';
import { Payload } from '../graphql/user-error.types.js';

const FundPeriodStatusEnum = enumOf(fundPeriodStatuses);
registerEnumType(FundPeriodStatusEnum, {
  name: 'FundPeriodStatus',
  valuesMap: { PAYING: { description: 'Shares are computed for good and are being recorded.' } },
});

@ObjectType('CreatorFund', {
  implements: () => NodeType,
  description: 'Money to be shared among creators; for operators. Deposits name its id as their payee.',
})
export class CreatorFundType extends NodeType {
  @Field(() => String) name!: string;
  @Field(() => String, { description: '`LARGE_AUTHORS`, `NEWCOMERS` or `CHALLENGES`.' }) purpose!: string;
  @Field(() => MoneyType, { description: 'All that it was ever given.' }) budget!: MoneyType;
  @Field(() => MoneyType, { description: 'What no period has set aside or paid.' }) remaining!: MoneyType;

  fundId!: CreatorFundId;
}

@ObjectType('FundPeriod', {
  implements: () => NodeType,
  description: 'A part of a fund’s budget, shared for what is done on some business days.',
})
export class FundPeriodType extends NodeType {
  @Field(() => DateScalar) from!: string;
  @Field(() => DateScalar, { description: 'Included.' }) to!: string;
  @Field(() => MoneyType) pool!: MoneyType;
  @Field(() => JsonScalar) rules!: unknown;
  @Field(() => FundPeriodStatusEnum) status!: FundPeriodStatus;
  @Field(() => DateTimeScalar) openedAt!: Date;
  @Field(() => DateTimeScalar, { nullable: true }) endedAt?: Date;
  @Field(() => MoneyType, { nullable: true, description: 'What creators get; null while it is not shared.' })
  allocated?: MoneyType;
  @Field(() => MoneyType, { nullable: true, description: 'What the caps leave for the fund: the rest of the pool.' })
  unallocated?: MoneyType;

  periodId!: FundPeriodId;
  fundId!: CreatorFundId;
}

@ObjectType('FundShare', { description: 'What one creator gets of a period.' })
export class FundShareType {
  @Field(() => DecimalScalar) points!: string;
  @Field(() => MoneyType) amount!: MoneyType;
  @Field(() => JsonScalar, { description: 'With `formula` it computes to the amount.' }) inputs!: unknown;
  @Field(() => String) formula!: string;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was put on the creator’s statement.' })
  paidAt?: Date;

  creatorId!: AccountId;
}

export const FundPeriodConnection = ConnectionOf(FundPeriodType, 'FundPeriod');
export const FundShareConnection = ConnectionOf(FundShareType, 'FundShare');

@ObjectType('CreatorFundPayload')
export class CreatorFundPayload extends Payload {
  @Field(() => CreatorFundType, { nullable: true }) fund?: CreatorFundType;
}

@ObjectType('FundPeriodPayload')
export class FundPeriodPayload extends Payload {
  @Field(() => FundPeriodType, { nullable: true }) period?: FundPeriodType;
}

@InputType()
export class CreateFundInput {
  @Field(() => String) name!: string;
  @Field(() => String, { description: '`LARGE_AUTHORS`, `NEWCOMERS` or `CHALLENGES`.' }) purpose!: string;
  @Field(() => String) idempotencyKey!: string;
}

@InputType()
export class AddToFundInput {
  @Field(() => ID) fundId!: string;
  @Field(() => MoneyInput) amount!: MoneyInput;
  @Field(() => String) idempotencyKey!: string;
}

@InputType()
export class OpenFundPeriodInput {
  @Field(() => ID) fundId!: string;
  @Field(() => DateScalar) from!: string;
  @Field(() => DateScalar, { description: 'Included.' }) to!: string;
  @Field(() => MoneyInput) pool!: MoneyInput;
  @Field(() => JsonScalar, {
    description:
      '`qualify` (minQualifiedViews, minFollowers, maxFollowers, approvedWithinDays), `points` (a formula over views, ' +
      'qualified, completed, watchMinutes, moments, activeDays, followers) and `capBps`.',
  })
  rules!: unknown;
  @Field(() => String) idempotencyKey!: string;
}
