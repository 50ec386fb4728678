export { MonetizationQueries } from './monetization/monetization.queries.js';
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
export { RewardsModule } from './rewards.module.js';
