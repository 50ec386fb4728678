import { Module } from '@nestjs/common';
import { IdentityModule } from '@moments/identity';
import { LedgerModule } from '@moments/ledger';
import { PayoutsModule } from '@moments/payouts';
import { ViewDaysModule } from '@moments/views';
import { AttributionModule } from '@moments/attribution';
import { PurchaseCreators } from './accrual/purchase-creators.js';
import { PurchaseRewards } from './accrual/purchase-rewards.service.js';
import { ClosingOrders } from './closing/closing-orders.js';
import { DayCreators } from './closing/day-creators.js';
import { ClosingServices } from './closing/closing-services.js';
import { RewardClosing } from './closing/reward-closing.service.js';
import { RewardCorrections } from './closing/reward-corrections.service.js';
import { RewardDaysQueries } from './closing/reward-days.queries.js';
import './fund/fund-checks.js';
import { FundClosing } from './fund/fund-closing.service.js';
import { FundPeriodsService } from './fund/fund-periods.service.js';
import { FundTelling } from './fund/fund-telling.js';
import { FundsQueries } from './fund/funds.queries.js';
import { FundsService } from './fund/funds.service.js';
import { ApplicantDeclarations, ApplyingService } from './monetization/applying.service.js';
import { DecidingService } from './monetization/deciding.service.js';
import { DecisionTelling } from './monetization/decision-telling.js';
import { MonetizationQueries } from './monetization/monetization.queries.js';
import { Requirements } from './monetization/requirements.service.js';
import { RewardPolicies } from './policy/policies.service.js';
import { RewardSimulations } from './simulation/simulation.service.js';

const exported = [
  ClosingOrders,
  PurchaseRewards,
  RewardClosing,
  RewardCorrections,
  RewardDaysQueries,
  ApplyingService,
  DecidingService,
  FundClosing,
  FundPeriodsService,
  FundsQueries,
  FundsService,
  MonetizationQueries,
  Requirements,
  RewardPolicies,
  RewardSimulations,
];

/** Who earns, by which rules, and what a day brings. Needs somebody to provide {@link OpenStrikes}. */
@Module({
  imports: [AttributionModule, IdentityModule, LedgerModule, PayoutsModule, ViewDaysModule],
  providers: [
    ...exported,
    ClosingServices,
    DayCreators,
    PurchaseCreators,
    ApplicantDeclarations,
    DecisionTelling,
    FundTelling,
  ],
  exports: exported,
})
export class RewardsModule {}
