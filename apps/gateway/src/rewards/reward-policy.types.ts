import { Field, Int, ObjectType } from '@nestjs/graphql';
import type { AccountId } from '@moments/kernel';
import { MoneyType } from '../graphql/money.types.js';
import { DateScalar, JsonScalar } from '../graphql/scalars.js';

@ObjectType('RewardPolicy', { description: 'By which rules creators are paid; once published it never changes.' })
export class RewardPolicyType {
  @Field(() => Int, { description: '1, 2, 3 … in the order published.' }) version!: number;
  @Field(() => DateScalar, { description: 'The first business day that it holds for.' }) effectiveFrom!: string;
  @Field(() => JsonScalar, { description: 'As `rewardPolicySchema` describes them.' }) rules!: unknown;
}

@ObjectType('RewardChange')
export class RewardChangeType {
  @Field(() => MoneyType, { description: 'By the policies of those days.' }) current!: MoneyType;
  @Field(() => MoneyType) simulated!: MoneyType;

  creatorId!: AccountId;
}

@ObjectType('RewardSimulation', { description: 'What a draft of a policy would have brought for closed days.' })
export class RewardSimulationType {
  @Field(() => Int, { description: 'How many get something by either.' }) creators!: number;
  @Field(() => MoneyType, { description: 'By the draft.' }) total!: MoneyType;
  @Field(() => MoneyType, { description: 'By the policies of those days.' }) current!: MoneyType;
  @Field(() => [RewardChangeType], { description: 'The largest differences first, 20 at most.' })
  biggestChanges!: RewardChangeType[];
}
