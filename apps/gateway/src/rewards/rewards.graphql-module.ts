import { Module } from '@nestjs/common';
import { OpenStrikesModule } from '@moments/moderation';
import { RewardsModule } from '@moments/rewards';
import { GraphqlContextModule } from '../graphql/graphql.module.js';
import { ProfilesGraphqlModule } from '../profiles/profiles.graphql-module.js';
import { FundShareResolver, FundSharesResolver } from './fund-shares.resolver.js';
import { FundPeriodsResolver, FundsResolver } from './funds.resolver.js';
import { RewardChangeResolver, RewardPolicyResolver, RewardSimulationResolver } from './reward-policy.resolver.js';

/** By which rules creators are paid, and the funds that they share in. */
@Module({
  imports: [GraphqlContextModule, OpenStrikesModule, ProfilesGraphqlModule, RewardsModule],
  providers: [
    RewardPolicyResolver,
    RewardSimulationResolver,
    RewardChangeResolver,
    FundsResolver,
    FundPeriodsResolver,
    FundSharesResolver,
    FundShareResolver,
  ],
})
export class RewardsGraphqlModule {}
