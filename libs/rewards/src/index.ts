export { type FundPeriodStatus, fundPeriodStatuses } from './fund/domain/period-machine.js';
export { FundClosing } from './fund/fund-closing.service.js';
export { FundPeriodsService } from './fund/fund-periods.service.js';
export type { FundBalance, FundPeriodView, FundShareView } from './fund/fund.view.js';
export { fundSharePaid } from './fund/funds.events.js';
export {
  FundsQueries,
  type PeriodPosition,
  readPeriodPosition,
  readSharePosition,
  type SharePosition,
} from './fund/funds.queries.js';
export { FundsService } from './fund/funds.service.js';
export type { ApplicationView, MonetizationView } from './monetization/application.view.js';
export { ApplyingService } from './monetization/applying.service.js';
export { DecidingService } from './monetization/deciding.service.js';
export { type MonetizationStatus, monetizationStatuses } from './monetization/domain/monetization-machine.js';
export type { Requirement } from './monetization/domain/requirements.js';
export {
  monetizationApproved,
  monetizationLifted,
  monetizationRefused,
  monetizationSuspended,
} from './monetization/monetization.events.js';
export { MonetizationQueries } from './monetization/monetization.queries.js';
export { Requirements } from './monetization/requirements.service.js';
export { OpenStrikes } from './open-strikes.js';
export { recompute } from './policy/domain/basis.js';
export { type RewardPolicy, rewardRulesJsonSchema } from './policy/domain/rules.js';
export { rewardPolicyPublished } from './policy/policies.events.js';
export { RewardPolicies } from './policy/policies.service.js';
export { type RewardChange, RewardSimulations } from './simulation/simulation.service.js';
export { RewardsJobsModule } from './rewards-jobs.module.js';
export { RewardsModule } from './rewards.module.js';
export { ClosingOrders } from './closing/closing-orders.js';
export { statementsPublished } from './closing/closing.events.js';
export { RewardDaysQueries, type RewardDayState } from './closing/reward-days.queries.js';
export { RewardClosing } from './closing/reward-closing.service.js';
export { RewardCorrections } from './closing/reward-corrections.service.js';
export type { PurchaseNews } from './accrual/domain/purchase-news.js';
export { PurchaseRewards } from './accrual/purchase-rewards.service.js';
