import { Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { AccountId, PayoutBatchId } from '@moments/kernel';
import { type PayoutStatus, payoutStatuses, type TaxStatus } from '@moments/payouts';
import { ConnectionOf } from '../graphql/connection.js';
import { enumOf } from '../graphql/enum-of.js';
import { MoneyInput, MoneyType } from '../graphql/money.types.js';
import { NodeType } from '../graphql/node.types.js';
import { DateTimeScalar, UrlScalar } from '../graphql/scalars.js';
import { Payload, UserErrorType } from '../graphql/user-error.types.js';
import { TaxStatusEnum } from '../monetization/monetization.types.js';

const PayoutStatusEnum = enumOf(payoutStatuses);
registerEnumType(PayoutStatusEnum, { name: 'PayoutStatus' });

@ObjectType('TaxProfile', { description: 'As whom somebody is taxed.' })
export class TaxProfileType {
  @Field(() => TaxStatusEnum) status!: TaxStatus;
  @Field(() => String) legalName!: string;
  @Field(() => String) inn!: string;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When the tax service last said so.' }) verifiedAt?: Date;
}

@ObjectType('PayoutMethod', { description: 'The bank account that payouts go to.' })
export class PayoutMethodType {
  @Field(() => String, { description: '`RU_ACCOUNT` or `IBAN`.' }) kind!: string;
  @Field(() => String) maskedAccount!: string;
  @Field(() => String) bankName!: string;
}

@ObjectType('Payout', { implements: () => NodeType, description: 'Money on its way to a creator’s bank.' })
export class PayoutType extends NodeType {
  @Field(() => MoneyType, { description: 'What leaves the balance; the tax is part of it.' }) amount!: MoneyType;
  @Field(() => MoneyType) tax!: MoneyType;
  @Field(() => MoneyType, { description: 'What the bank is told to pay.' }) net!: MoneyType;
  @Field(() => PayoutStatusEnum) status!: PayoutStatus;
  @Field(() => DateTimeScalar) requestedAt!: Date;
  @Field(() => DateTimeScalar, { nullable: true }) paidAt?: Date;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Until when the self-employed give the receipt, or cancel it when the money has come back.',
  })
  receiptDue?: Date;
  @Field(() => UrlScalar, { nullable: true }) receiptUrl?: string;
  @Field(() => Boolean, { description: 'The money came back, and its receipt still stands at the tax service.' })
  receiptToCancel!: boolean;
  @Field(() => [String], {
    description: 'Why people look at it first: `above_limit`, `first_payout`, `shared_account`.',
  })
  review!: string[];

  @Field(() => UserErrorType, { nullable: true, description: 'Why it was rejected or came back.' })
  failure?: UserErrorType;

  accountId!: AccountId;
}

export const PayoutConnection = ConnectionOf(PayoutType, 'Payout');

@ObjectType('PayoutPayload')
export class PayoutPayload extends Payload {
  @Field(() => PayoutType, { nullable: true }) payout?: PayoutType;
}

@ObjectType('PayoutBatch', { implements: () => NodeType, description: 'Payouts that go to the bank together.' })
export class PayoutBatchType extends NodeType {
  @Field(() => String, { description: '`CREATED`, then `SENT`; `CANCELLED` when nothing of it could go any more.' })
  status!: string;
  @Field(() => Int, { description: 'How many.' }) payouts!: number;
  @Field(() => MoneyType, { description: 'What the bank is told to pay in all.' }) total!: MoneyType;
  @Field(() => DateTimeScalar) createdAt!: Date;
  @Field(() => DateTimeScalar, { nullable: true }) sentAt?: Date;

  batchId!: PayoutBatchId;
  approvers!: readonly AccountId[];
  files!: { pain001: boolean; exchange1c: boolean };
}

export const PayoutBatchConnection = ConnectionOf(PayoutBatchType, 'PayoutBatch');

@ObjectType('HoldPayoutsPayload')
export class HoldPayoutsPayload extends Payload {
  @Field(() => Boolean, { nullable: true, description: 'Whether payouts are held by an operator now.' }) held?: boolean;
}

@InputType()
export class SetPayoutMethodInput {
  @Field(() => String, { description: 'Of a Russian bank 9 digits, of any other 8 or 11 characters.' }) bic!: string;
  @Field(() => String, { description: '20 digits, or an IBAN.' }) accountNumber!: string;
}

@InputType()
export class RequestPayoutInput {
  @Field(() => MoneyInput, { nullable: true, description: 'As much as can be paid out when left out.' })
  amount?: MoneyInput | null;
  @Field(() => String) idempotencyKey!: string;
}

@InputType()
export class RejectPayoutInput {
  @Field(() => ID) payoutId!: string;
  @Field(() => String, { description: 'The creator is told.' }) reason!: string;
}
