import { Module } from '@nestjs/common';
import { IdentityModule } from '@moments/identity';
import { LedgerModule } from '@moments/ledger';
import { IncomingDeposits } from './deposits/incoming-deposits.service.js';
import { CatalogueIngestion } from './ingestion/catalogue-ingestion.service.js';
import { ProductsQueries } from './products/products.queries.js';
import { SellersQueries } from './sellers/sellers.queries.js';
import { SellersService } from './sellers/sellers.service.js';

/** What is sold on the marketplace, who sells it and acts for them, and how money from the bank finds a wallet. */
@Module({
  imports: [IdentityModule, LedgerModule],
  providers: [CatalogueIngestion, IncomingDeposits, ProductsQueries, SellersQueries, SellersService],
  exports: [CatalogueIngestion, IncomingDeposits, ProductsQueries, SellersQueries, SellersService],
})
export class CatalogModule {}
