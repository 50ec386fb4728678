import { Module } from '@nestjs/common';
import { IdentityModule } from '@moments/identity';
import { PayoutsModule } from '@moments/payouts';
import { ViewDaysModule } from '@moments/views';
import { ApplicantDeclarations, ApplyingService } from './monetization/applying.service.js';
import { DecidingService } from './monetization/deciding.service.js';
import { DecisionTelling } from './monetization/decision-telling.js';
import { MonetizationQueries } from './monetization/monetization.queries.js';
import { Requirements } from './monetization/requirements.service.js';
import { RewardPolicies } from './policy/policies.service.js';

const exported = [ApplyingService, DecidingService, MonetizationQueries, Requirements, RewardPolicies];

/** Who earns, by which rules, and what a day brings. Needs somebody to provide {@link OpenStrikes}. */
@Module({
  imports: [IdentityModule, PayoutsModule, ViewDaysModule],
  providers: [...exported, ApplicantDeclarations, DecisionTelling],
  exports: exported,
})
export class RewardsModule {}
