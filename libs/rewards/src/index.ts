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
export { type PublishPolicy, readRules, RewardPolicies } from './policy/policies.service.js';
export { RewardsJobsModule } from './rewards-jobs.module.js';
export { RewardsModule } from './rewards.module.js';
