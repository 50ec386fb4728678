import { Field, ObjectType } from '@nestjs/graphql';
import type { AccountId } from '@moments/kernel';
import type { ApplicationView, MonetizationStatus } from '@moments/rewards';
import { ConnectionOf } from '../graphql/connection.js';
import { NodeType } from '../graphql/node.types.js';
import { DateTimeScalar } from '../graphql/scalars.js';
import { MonetizationStatusEnum } from './monetization.types.js';

@ObjectType('MonetizationApplication', {
  implements: () => NodeType,
  description: 'Somebody’s wish to earn, and what was decided on it; for operators.',
})
export class MonetizationApplicationType extends NodeType {
  @Field(() => MonetizationStatusEnum) status!: MonetizationStatus;
  @Field(() => DateTimeScalar) submittedAt!: Date;
  @Field(() => DateTimeScalar, { nullable: true }) decidedAt?: Date;
  @Field(() => String, { nullable: true, description: 'Why it was refused or suspended.' }) reason?: string;

  accountId!: AccountId;
  view!: ApplicationView;
}

export const MonetizationApplicationConnection = ConnectionOf(MonetizationApplicationType, 'MonetizationApplication');
