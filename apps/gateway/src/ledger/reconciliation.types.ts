import { Field, Int, ObjectType } from '@nestjs/graphql';
import { MoneyType } from '../graphql/money.types.js';
import { DateTimeScalar } from '../graphql/scalars.js';

@ObjectType('ReconciliationCheck')
export class ReconciliationCheckType {
  @Field(() => String) name!: string;
  @Field(() => String, { description: 'What must be true.' }) rule!: string;
  @Field(() => Int, { description: 'How many rows say otherwise.' }) drift!: number;
}

@ObjectType('ReconciliationRow', { description: 'One row that contradicts the rest of the ledger.' })
export class ReconciliationRowType {
  @Field(() => String, { description: 'Name of the check that found it.' }) check!: string;
  @Field(() => String) subject!: string;
  @Field(() => String) expected!: string;
  @Field(() => String) actual!: string;
}

@ObjectType('Reconciliation', { description: 'The ledger, proven from its postings alone.' })
export class ReconciliationType {
  @Field(() => DateTimeScalar) at!: Date;
  @Field(() => Int) accounts!: number;
  @Field(() => Int, { description: 'Movements of money from one account to another.' }) transfers!: number;
  @Field(() => MoneyType, { description: 'All accounts together: zero, or money was made.' }) entriesSum!: MoneyType;
  @Field(() => Int, { description: 'How many rows are off.' }) drift!: number;
  @Field(() => Boolean) ok!: boolean;
  @Field(() => [ReconciliationCheckType], { description: 'Everything that was asked.' })
  checks!: ReconciliationCheckType[];
  @Field(() => [ReconciliationRowType], { description: 'The rows that are off.' }) rows!: ReconciliationRowType[];
}
