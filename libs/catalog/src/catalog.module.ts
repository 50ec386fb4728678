import { Module } from '@nestjs/common';
import { IdentityModule } from '@moments/identity';
import { LedgerModule } from '@moments/ledger';
import { IncomingDeposits } from './deposits/incoming-deposits.service.js';
import { CatalogueIngestion } from './ingestion/catalogue-ingestion.service.js';
import { ProductsQueries } from './products/products.queries.js';
import { Interpretation } from './search/interpretation.js';
import { ProductSearch } from './search/product-search.js';
import { SellersQueries } from './sellers/sellers.queries.js';
import { SellersService } from './sellers/sellers.service.js';

const services = [CatalogueIngestion, IncomingDeposits, ProductSearch, ProductsQueries, SellersQueries, SellersService];

/** What is sold on the marketplace, who sells it and acts for them, and how money from the bank finds a wallet. */
@Module({
  imports: [IdentityModule, LedgerModule],
  providers: [...services, Interpretation],
  exports: services,
})
export class CatalogModule {}
