import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { ConnectionOf } from '../graphql/connection.js';
import { MoneyType } from '../graphql/money.types.js';
import { NodeType } from '../graphql/node.types.js';
import { DateTimeScalar } from '../graphql/scalars.js';
import { Payload } from '../graphql/user-error.types.js';

@ObjectType('Deposit', {
  implements: () => NodeType,
  description: 'A payment that the bank has told of; for operators.',
})
export class DepositType extends NodeType {
  @Field(() => String, { description: 'The bank’s own name of it.' }) reference!: string;
  @Field(() => String, { description: 'Whom it is for, as the payer wrote it; may be anything.' }) payee!: string;
  @Field(() => MoneyType) amount!: MoneyType;
  @Field(() => DateTimeScalar, { description: 'When the bank got it.' }) receivedAt!: Date;
  @Field(() => String) details!: string;
  @Field(() => DateTimeScalar, { description: 'When we were told.' }) recordedAt!: Date;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When an operator sent it from suspense to a wallet.' })
  assignedAt?: Date;
  @Field(() => MoneyType, { nullable: true, description: 'How much of it went there: what had not been taken back.' })
  assignedAmount?: MoneyType;
  @Field(() => MoneyType, { description: 'How much of it the bank got back.' }) takenBack!: MoneyType;
  @Field(() => Boolean, { description: 'Nobody has been found for it yet.' }) inSuspense!: boolean;
}

export const DepositConnection = ConnectionOf(DepositType, 'Deposit');

@ObjectType('DepositPayload')
export class DepositPayload extends Payload {
  @Field(() => DepositType, { nullable: true }) deposit?: DepositType;
}

@InputType()
export class AssignDepositInput {
  @Field(() => ID) depositId!: string;
  @Field(() => ID, { description: 'An account, a seller or a creator fund.' }) payeeId!: string;
  @Field(() => String) idempotencyKey!: string;
}
