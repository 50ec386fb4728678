export { type FundPurpose, fundPurposes, type FundRules } from './fund/domain/fund-rules.js';
export { type FundPeriodStatus, fundPeriodStatuses } from './fund/domain/period-machine.js';
export { FundClosing } from './fund/fund-closing.service.js';
export { FundPeriodsService, type OpenFundPeriod } from './fund/fund-periods.service.js';
export type { FundBalance, FundPeriodView, FundShareView, FundView } from './fund/fund.view.js';
export { fundPeriodCancelled, fundPeriodClosed, fundPeriodOpened, fundSharePaid } from './fund/funds.events.js';
export {
  FundsQueries,
  type PeriodPosition,
  readPeriodPosition,
  readSharePosition,
  type SharePosition,
} from './fund/funds.queries.js';
export { type AddToFund, type FoundFund, FundsService } from './fund/funds.service.js';
export type { ApplicationView, MonetizationView } from './monetization/application.view.js';
export { type Apply, ApplyingService } from './monetization/applying.service.js';
export { type DecideMonetization, DecidingService, type SetStanding } from './monetization/deciding.service.js';
export {
  type ApplicationStatus,
  type MonetizationStatus,
  monetizationStatuses,
} from './monetization/domain/monetization-machine.js';
export type { Requirement, RequirementCode } from './monetization/domain/requirements.js';
export {
  monetizationApplied,
  monetizationApproved,
  monetizationLifted,
  monetizationRefused,
  monetizationSuspended,
} from './monetization/monetization.events.js';
export { MonetizationQueries } from './monetization/monetization.queries.js';
export { Requirements } from './monetization/requirements.service.js';
export { OpenStrikes } from './open-strikes.js';
export { type Basis, recompute } from './policy/domain/basis.js';
export {
  type Category,
  commissionLine,
  type CreatorDayFacts,
  cutLine,
  fitBudget,
  type MomentDayFacts,
  type PurchaseFact,
  type RewardLine,
  rewardLines,
} from './policy/domain/reward-lines.js';
export {
  type RewardPolicy,
  type RewardRules,
  rewardRulesJsonSchema,
  rewardRulesSchema,
} from './policy/domain/rules.js';
export { rewardPolicyPublished } from './policy/policies.events.js';
export { type PublishPolicy, readRules, RewardPolicies } from './policy/policies.service.js';
export {
  type RewardChange,
  type RewardSimulation,
  RewardSimulations,
  type Simulate,
} from './simulation/simulation.service.js';
export { RewardsJobsModule } from './rewards-jobs.module.js';
export { RewardsModule } from './rewards.module.js';
export { ClosingOrders, type CloseOrder } from './closing/closing-orders.js';
export { RewardDayClosed, RewardDayNotOver, RewardDaysInOrder } from './closing/closing.errors.js';
export { rewardDayClosed, statementsPublished } from './closing/closing.events.js';
export { RewardClosing } from './closing/reward-closing.service.js';
export { RewardCorrections } from './closing/reward-corrections.service.js';
export type { RewardDay } from './closing/reward-days.store.js';
export type { PurchaseNews } from './accrual/domain/purchase-news.js';
export { PurchaseRewards } from './accrual/purchase-rewards.service.js';
