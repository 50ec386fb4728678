import { Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { type EngagementStatus, engagementStatuses, type EngagementView } from '@moments/campaigns';
import type { AccountId } from '@moments/kernel';
import { ConnectionOf } from '../graphql/connection.js';
import { enumOf } from '../graphql/enum-of.js';
import { MoneyType } from '../graphql/money.types.js';
import { NodeType } from '../graphql/node.types.js';
import { DateTimeScalar } from '../graphql/scalars.js';
import { Payload } from '../graphql/user-error.types.js';

const EngagementStatusEnum = enumOf(engagementStatuses);
registerEnumType(EngagementStatusEnum, { name: 'EngagementStatus' });

@ObjectType('Engagement', {
  implements: () => NodeType,
  description: 'One creator’s work on one order; for the two sides only.',
})
export class EngagementType extends NodeType {
  @Field(() => EngagementStatusEnum) status!: EngagementStatus;
  @Field(() => String, { nullable: true, description: 'What the creator said when applying.' }) message?: string;
  @Field(() => Int, { description: 'How often the seller may still ask for changes.' }) revisionsLeft!: number;
  @Field(() => MoneyType, { description: 'What the terms promise under which the creator came in.' })
  reward!: MoneyType;
  @Field(() => Int, { description: 'Of the terms that hold between the two.' }) termsVersion!: number;
  @Field(() => DateTimeScalar, { nullable: true, description: 'Until when the creator has to hand in.' }) dueAt?: Date;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When silence becomes approval.' }) reviewDueAt?: Date;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When the reward is paid if the moment stays published.',
  })
  payableAt?: Date;
  @Field(() => String, { nullable: true, description: 'Why it ended, in a word for programs.' }) endReason?: string;

  view!: EngagementView;
}

export const EngagementConnection = ConnectionOf(EngagementType, 'Engagement');

@ObjectType('EngagementPayload')
export class EngagementPayload extends Payload {
  @Field(() => EngagementType, { nullable: true }) engagement?: EngagementType;
}

export const EngagementSideEnum = enumOf(['SELLER', 'CREATOR']);
registerEnumType(EngagementSideEnum, { name: 'EngagementSide' });

@ObjectType('EngagementMessage', { description: 'What one side of an engagement said to the other.' })
export class EngagementMessageType extends NodeType {
  @Field(() => EngagementSideEnum) side!: 'SELLER' | 'CREATOR';
  @Field(() => String, { description: 'Empty when whoever wrote it has deleted their account.' }) text!: string;
  @Field(() => DateTimeScalar) sentAt!: Date;

  authorId!: AccountId;
}

export const EngagementMessageConnection = ConnectionOf(EngagementMessageType, 'EngagementMessage');
