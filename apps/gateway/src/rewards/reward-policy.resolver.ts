import { Args, Context, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { requireRole } from '@moments/identity';
import type { BusinessDay } from '@moments/kernel';
import {
  type RewardChange,
  RewardPolicies,
  type RewardPolicy,
  rewardRulesJsonSchema,
  RewardSimulations,
} from '@moments/rewards';
import type { GraphqlContext, SignedInViewer } from '../graphql/context.js';
import { toMoneyType } from '../graphql/money.mapper.js';
import { DateScalar, JsonScalar } from '../graphql/scalars.js';
import { Needs, SignedIn } from '../graphql/viewer.js';
import { OperatorQueryType } from '../operator/operator.types.js';
import { ProfileType } from '../profiles/profile.types.js';
import { ProfilesLoader } from '../profiles/profiles.loader.js';
import { RewardChangeType, RewardPolicyType, RewardSimulationType } from './reward-policy.types.js';

/** By which rules creators are paid: anybody may read them. */
@Resolver()
export class RewardPolicyResolver {
  constructor(private readonly policies: RewardPolicies) {}

  @Query(() => RewardPolicyType, { description: 'The policy of today.' })
  async rewardPolicy(): Promise<RewardPolicyType> {
    return toPolicyType(await this.policies.current());
  }

  @Query(() => JsonScalar, { description: 'JSON Schema (2020-12) of the rules of a policy.' })
  rewardPolicySchema(): unknown {
    return rewardRulesJsonSchema();
  }

  @Needs('OPERATOR')
  @Mutation(() => RewardPolicyType, {
    description: 'Publishes a policy for good. What is wrong with its rules is told field by field.',
  })
  async publishRewardPolicy(
    @SignedIn() { accountId: by }: SignedInViewer,
    @Args('rules', { type: () => JsonScalar }) rules: unknown,
    @Args('effectiveFrom', { type: () => DateScalar }) effectiveFrom: string,
    @Args('idempotencyKey') idempotencyKey: string,
  ): Promise<RewardPolicyType> {
    const day = effectiveFrom as BusinessDay;
    return toPolicyType(await this.policies.publish({ rules, effectiveFrom: day, idempotencyKey, by }));
  }
}

/** What operators see before they publish. */
@Resolver(() => OperatorQueryType)
export class RewardSimulationResolver {
  constructor(
    private readonly simulations: RewardSimulations,
    private readonly policies: RewardPolicies,
  ) {}

  @ResolveField(() => RewardSimulationType, {
    description: 'Tries a draft on closed days, both included: the same computation that pays, writing nothing.',
  })
  async simulateRewards(
    @SignedIn() viewer: SignedInViewer,
    @Args('rules', { type: () => JsonScalar }) rules: unknown,
    @Args('from', { type: () => DateScalar }) from: string,
    @Args('to', { type: () => DateScalar }) to: string,
  ): Promise<RewardSimulationType> {
    requireRole(viewer, 'OPERATOR');
    const range = { from: from as BusinessDay, to: to as BusinessDay };
    const { creators, total, current, biggestChanges } = await this.simulations.simulate({ rules, ...range });
    return Object.assign(new RewardSimulationType(), {
      ...{ creators, total: toMoneyType(total), current: toMoneyType(current) },
      biggestChanges: biggestChanges.map(toChangeType),
    });
  }

  @ResolveField(() => [RewardPolicyType], { description: 'Every policy there is, also those that do not hold yet.' })
  async rewardPolicies(@SignedIn() viewer: SignedInViewer): Promise<RewardPolicyType[]> {
    requireRole(viewer, 'OPERATOR');
    return (await this.policies.all()).map(toPolicyType);
  }
}

@Resolver(() => RewardChangeType)
export class RewardChangeResolver {
  constructor(private readonly profiles: ProfilesLoader) {}

  @ResolveField(() => ProfileType)
  profile(@Parent() { creatorId }: RewardChangeType, @Context() context: GraphqlContext): Promise<ProfileType> {
    return this.profiles.get(context, creatorId);
  }
}

const toPolicyType = ({ version, effectiveFrom, rules }: RewardPolicy): RewardPolicyType =>
  Object.assign(new RewardPolicyType(), { version, effectiveFrom, rules });

const toChangeType = ({ creatorId, current, simulated }: RewardChange): RewardChangeType =>
  Object.assign(new RewardChangeType(), {
    creatorId,
    current: toMoneyType(current),
    simulated: toMoneyType(simulated),
  });
