import { Module } from '@nestjs/common';
import { IdentityModule } from '@moments/identity';
import { LedgerModule } from '@moments/ledger';
import { IncomingDeposits } from './deposits/incoming-deposits.service.js';
import { SellersQueries } from './sellers/sellers.queries.js';
import { SellersService } from './sellers/sellers.service.js';

/** Who sells on the marketplace, who acts for them, and how money from the bank finds a wallet. */
@Module({
  imports: [IdentityModule, LedgerModule],
  providers: [IncomingDeposits, SellersQueries, SellersService],
  exports: [IncomingDeposits, SellersQueries, SellersService],
})
export class CatalogModule {}
