import { Module } from '@nestjs/common';
import { IdentityModule } from '@moments/identity';
import { LedgerModule } from '@moments/ledger';
import { PayoutAccounts } from './payouts/payout-accounts.service.js';
import { TaxProfilesQueries } from './tax/tax-profiles.queries.js';
import { TaxProfiles } from './tax/tax-profiles.service.js';

const exported = [PayoutAccounts, TaxProfiles, TaxProfilesQueries];

/** What creators earn, as whom they are taxed, and whose payouts are held: all that needs no bank. */
@Module({ imports: [IdentityModule, LedgerModule], providers: exported, exports: exported })
export class PayoutsModule {}
