import { Module } from '@nestjs/common';
import { IdentityModule } from '@moments/identity';
import { OpenStrikesModule } from '@moments/moderation';
import { RewardsModule } from '@moments/rewards';
import { GraphqlContextModule } from '../graphql/graphql.module.js';
import {
  MonetizationApplicationResolver,
  MonetizationApplicationsResolver,
} from './monetization-applications.resolver.js';
import { MonetizationLoader } from './monetization.loader.js';
import { AccountMonetizationResolver, MonetizationResolver } from './monetization.resolver.js';

/** Who earns: asking for it, and deciding on it. */
@Module({
  imports: [GraphqlContextModule, IdentityModule, OpenStrikesModule, RewardsModule],
  providers: [
    MonetizationLoader,
    AccountMonetizationResolver,
    MonetizationResolver,
    MonetizationApplicationsResolver,
    MonetizationApplicationResolver,
  ],
  exports: [MonetizationLoader],
})
export class MonetizationGraphqlModule {}
