export { type AccountAddress, addresses, kindOf, parseAddress } from './domain/account-kinds.js';
export { depositSchema, parseDeposit } from './deposits/deposit-input.js';
export type { DepositView } from './deposits/deposit.view.js';
export { DepositsQueries } from './deposits/deposits.queries.js';
export { DepositsService } from './deposits/deposits.service.js';
export { type JournalEntry, maxAmountMinor, type Posting } from './domain/journal-entry.js';
export { HoldsService } from './holds/holds.service.js';
export type { PostedEntry } from './journal/journal.store.js';
export { InsufficientFunds, LedgerAccountClosed } from './ledger.errors.js';
export { LedgerJobsModule } from './ledger-jobs.module.js';
export { LedgerModule } from './ledger.module.js';
export { LedgerQueries } from './ledger.queries.js';
export { LedgerService, type LockedBalance } from './ledger.service.js';
export { defineLedgerCheck } from './reconciliation/ledger-check.js';
export {
  type Balance,
  type JournalEntryView,
  type LedgerAccount,
  lineCursor,
  type LinePosition,
  readLinePosition,
  type StatementLine,
} from './reading/views.js';
export { type ReconciliationReport, ReconciliationService } from './reconciliation/reconciliation.service.js';
export { walletCurrency } from './wallets/wallet.settings.js';
export { type ExportFormat, exportFormats } from './export/export-format.js';
export { LedgerExport } from './export/ledger-export.service.js';
