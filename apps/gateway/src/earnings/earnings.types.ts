import { ArgsType, Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { type StatementKind, statementKinds, type StatementLineView } from '@moments/payouts';
import { ConnectionOf } from '../graphql/connection.js';
import { enumOf } from '../graphql/enum-of.js';
import { MoneyType } from '../graphql/money.types.js';
import { NodeType } from '../graphql/node.types.js';
import { PagingArgs } from '../graphql/paging.args.js';
import { DateScalar, DateTimeScalar, JsonScalar } from '../graphql/scalars.js';
import { Payload } from '../graphql/user-error.types.js';

const StatementKindEnum = enumOf(statementKinds);
registerEnumType(StatementKindEnum, { name: 'StatementKind' });

@ObjectType('CreatorBalance', { description: 'What a creator has, and what is on its way.' })
export class CreatorBalanceType {
  @Field(() => MoneyType, { description: 'Earned, and may still be taken back.' }) pending!: MoneyType;
  @Field(() => MoneyType, {
    description:
      'Can be paid out. Negative when more was taken back than there was: what is earned later makes it good.',
  })
  available!: MoneyType;
  @Field(() => MoneyType, { description: 'On its way to the bank.' }) inTransit!: MoneyType;
  @Field(() => MoneyType) paid!: MoneyType;
}

@ObjectType('RewardBasis', { description: 'What an amount follows from.' })
export class RewardBasisType {
  @Field(() => Int, { nullable: true }) policyVersion?: number;
  @Field(() => JsonScalar, { description: 'The currency, and whole numbers in decimal digits.' }) inputs!: unknown;
  @Field(() => String, { description: 'Over the inputs; `/` drops what is left over. Gives minor units.' })
  formula!: string;
}

@ObjectType('StatementLine', {
  implements: () => NodeType,
  description: 'One line of a creator’s statement; never changed afterwards.',
})
export class StatementLineType extends NodeType {
  @Field(() => DateScalar) day!: string;
  @Field(() => StatementKindEnum) kind!: StatementKind;
  @Field(() => MoneyType, { description: 'Negative when it was taken back or has left.' }) amount!: MoneyType;
  @Field(() => DateTimeScalar, {
    description: 'Pending until then; a commission until its purchase is confirmed, which is expected then.',
  })
  availableAt!: Date;
  @Field(() => DateTimeScalar) recordedAt!: Date;
  @Field(() => String, { description: 'In the language of Accept-Language.' }) description!: string;
  @Field(() => RewardBasisType, {
    description: 'Everything that the amount was computed from; recomputing with it gives the amount.',
  })
  basis!: RewardBasisType;

  view!: StatementLineView;
}

export const StatementLineConnection = ConnectionOf(StatementLineType, 'StatementLine');

@ArgsType()
export class StatementsArgs extends PagingArgs {
  @Field(() => DateScalar, { nullable: true }) from?: string | null;
  @Field(() => DateScalar, { nullable: true, description: 'Included.' }) to?: string | null;
}

@InputType()
export class WriteOffDebtInput {
  @Field(() => ID) accountId!: string;
  @Field(() => String, { description: 'Told in the audit log and the statement.' }) reason!: string;
  @Field(() => String) idempotencyKey!: string;
}

@ObjectType('WriteOffDebtPayload')
export class WriteOffDebtPayload extends Payload {
  @Field(() => MoneyType, { nullable: true, description: 'What was owed.' }) writtenOff?: MoneyType;
}
