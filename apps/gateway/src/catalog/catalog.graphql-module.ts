import { Module } from '@nestjs/common';
import { CatalogModule } from '@moments/catalog';
import { GraphqlContextModule } from '../graphql/graphql.module.js';
import { ProductSearchResolver } from './product-search.resolver.js';
import { ProductsLoader } from './products.loader.js';
import { ProductsResolver, SellerProductsResolver } from './products.resolver.js';
import { SearchClickTokens } from './search-click-tokens.js';
import { SellersLoader } from './sellers.loader.js';
import { AccountSellerResolver } from './sellers.resolver.js';

/** Sellers and products, and the loaders with which other contexts ask for them. */
@Module({
  imports: [GraphqlContextModule, CatalogModule],
  providers: [
    SellersLoader,
    ProductsLoader,
    SearchClickTokens,
    AccountSellerResolver,
    ProductSearchResolver,
    ProductsResolver,
    SellerProductsResolver,
  ],
  exports: [SellersLoader, ProductsLoader],
})
export class CatalogGraphqlModule {}
