import { Module } from '@nestjs/common';
import { IdentityModule } from '@moments/identity';
import { MonetizationQueries } from './monetization/monetization.queries.js';
import { RewardPolicies } from './policy/policies.service.js';

const exported = [MonetizationQueries, RewardPolicies];

/** Who earns, by which rules, and what a day brings. */
@Module({
  imports: [IdentityModule],
  providers: exported,
  exports: exported,
})
export class RewardsModule {}
