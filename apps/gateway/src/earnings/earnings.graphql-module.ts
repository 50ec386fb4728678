import { Module } from '@nestjs/common';
import { OpenStrikesModule } from '@moments/moderation';
import { PayoutsModule } from '@moments/payouts';
import { RewardsModule } from '@moments/rewards';
import { CampaignsGraphqlModule } from '../campaigns/campaigns.graphql-module.js';
import { GraphqlContextModule } from '../graphql/graphql.module.js';
import { MomentsGraphqlModule } from '../moments/moments.graphql-module.js';
import { EarningsResolver, StatementLineResolver } from './earnings.resolver.js';
import { RewardDaysResolver } from './reward-days.resolver.js';

/** What creators have earned, line by line. */
@Module({
  imports: [
    CampaignsGraphqlModule,
    GraphqlContextModule,
    MomentsGraphqlModule,
    OpenStrikesModule,
    PayoutsModule,
    RewardsModule,
  ],
  providers: [EarningsResolver, StatementLineResolver, RewardDaysResolver],
})
export class EarningsGraphqlModule {}
