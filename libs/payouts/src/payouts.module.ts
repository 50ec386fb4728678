import { Module } from '@nestjs/common';
import { IdentityModule } from '@moments/identity';
import { LedgerModule } from '@moments/ledger';
import './earnings/earnings-checks.js';
import { EarningsDebts } from './earnings/earnings-debts.js';
import { EarningsReleases } from './earnings/earnings-releases.js';
import { EarningsService } from './earnings/earnings.service.js';
import { StatementExport } from './earnings/statement-export.js';
import { StatementLines } from './earnings/statement-lines.js';
import { StatementsQueries } from './earnings/statements.queries.js';
import { UnclaimedMoneyQueries } from './erasure/unclaimed-money.queries.js';
import './payouts-checks.js';
import { PayoutAccounts } from './payouts/payout-accounts.service.js';
import { TaxProfilesQueries } from './tax/tax-profiles.queries.js';
import { TaxProfiles } from './tax/tax-profiles.service.js';

const exported = [
  EarningsDebts,
  EarningsReleases,
  EarningsService,
  StatementExport,
  StatementLines,
  StatementsQueries,
  PayoutAccounts,
  TaxProfiles,
  TaxProfilesQueries,
  UnclaimedMoneyQueries,
];

/** What creators earn, as whom they are taxed, and whose payouts are held: all that needs no bank. */
@Module({ imports: [IdentityModule, LedgerModule], providers: exported, exports: exported })
export class PayoutsModule {}
