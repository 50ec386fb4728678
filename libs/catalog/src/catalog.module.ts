import { Module } from '@nestjs/common';
import { IdentityModule } from '@moments/identity';
import { SellersQueries } from './sellers/sellers.queries.js';
import { SellersService } from './sellers/sellers.service.js';

/** Who sells on the marketplace, and who acts for them. */
@Module({
  imports: [IdentityModule],
  providers: [SellersQueries, SellersService],
  exports: [SellersQueries, SellersService],
})
export class CatalogModule {}
