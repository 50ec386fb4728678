import { Module } from '@nestjs/common';
import { CatalogModule } from '@moments/catalog';
import { GraphqlContextModule } from '../graphql/graphql.module.js';
import { SellersLoader } from './sellers.loader.js';
import { AccountSellerResolver } from './sellers.resolver.js';

/** Sellers, and the loader with which other contexts ask who acts for them. */
@Module({
  imports: [GraphqlContextModule, CatalogModule],
  providers: [SellersLoader, AccountSellerResolver],
  exports: [SellersLoader],
})
export class CatalogGraphqlModule {}
