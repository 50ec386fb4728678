export { PayoutsModule } from './payouts.module.js';
export { PayoutsJobsModule } from './payouts-jobs.module.js';
export { type TaxProfileView, type TaxStatus, taxStatuses } from './tax/tax-profile.view.js';
export { TaxProfilesQueries } from './tax/tax-profiles.queries.js';
export { taxDeclaration, TaxProfiles } from './tax/tax-profiles.service.js';
export { PayoutAccounts } from './payouts/payout-accounts.service.js';
export type { Earning, StatementKind } from './earnings/domain/earning.js';
export { statementKinds } from './earnings/domain/earning.js';
export { type EarningsChanged, earningsChanged } from './earnings/earnings.events.js';
export { EarningsDebts } from './earnings/earnings-debts.js';
export { EarningsReleases } from './earnings/earnings-releases.js';
export { EarningsService } from './earnings/earnings.service.js';
export { StatementLines } from './earnings/statement-lines.js';
export { type MomentDayEarnings, StatementsQueries } from './earnings/statements.queries.js';
export { StatementExport } from './earnings/statement-export.js';
export { readStatementPosition, statementCursor } from './earnings/statement-position.js';
export type { CreatorBalance, StatementLineView } from './earnings/statement.view.js';
export { type BankFileOutcome, BankFiles } from './bank-files/bank-files.service.js';
export { UnclaimedMoneyQueries } from './erasure/unclaimed-money.queries.js';
export { maxBankFileBytes } from './bank-files/read-xml.js';
export type { PayoutBatchView } from './batches/payout-batch.view.js';
export { PayoutBatchesQueries } from './batches/payout-batches.queries.js';
export { PayoutBatches } from './batches/payout-batches.service.js';
export { PayoutFiles } from './batches/payout-files.service.js';
export type { PayoutMethodView } from './methods/payout-method.view.js';
export { PayoutMethodsQueries } from './methods/payout-methods.queries.js';
export { PayoutMethods, sealedAccountNumbers } from './methods/payout-methods.service.js';
export { PayoutBankJobsModule } from './payout-bank-jobs.module.js';
export { PayoutBankModule } from './payout-bank.module.js';
export { type PayoutStatus, payoutStatuses } from './payouts/domain/payout-machine.js';
export { PayoutApprovals } from './payouts/payout-approvals.service.js';
export type { PayoutView } from './payouts/payout.view.js';
export {
  payoutApproved,
  payoutPaid,
  payoutRejected,
  payoutRequested,
  payoutReturned,
  payoutSent,
} from './payouts/payouts.events.js';
export { PayoutsQueries } from './payouts/payouts.queries.js';
export { PayoutsService } from './payouts/payouts.service.js';
export { Receipts } from './payouts/receipts.service.js';
export { taxServiceEnvironment, type TaxServiceOptions, taxServiceOptionsFrom } from './tax/tax-service.options.js';
