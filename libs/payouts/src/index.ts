export { PayoutsModule } from './payouts.module.js';
export { PayoutsJobsModule } from './payouts-jobs.module.js';
export { isInn, isPersonInn } from './tax/domain/inn.js';
export { type TaxProfileView, type TaxStatus, taxStatuses } from './tax/tax-profile.view.js';
export { TaxProfilesQueries } from './tax/tax-profiles.queries.js';
export { type TaxDeclaration, TaxProfiles } from './tax/tax-profiles.service.js';
export { PayoutAccounts, type PayoutHold } from './payouts/payout-accounts.service.js';
