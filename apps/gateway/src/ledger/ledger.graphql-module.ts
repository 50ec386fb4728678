import { Module } from '@nestjs/common';
import { CatalogModule } from '@moments/catalog';
import { LedgerModule } from '@moments/ledger';
import { CatalogGraphqlModule } from '../catalog/catalog.graphql-module.js';
import { GraphqlContextModule } from '../graphql/graphql.module.js';
import { DepositsResolver } from './deposits.resolver.js';
import { ReconciliationResolver } from './reconciliation.resolver.js';
import { WalletsLoader } from './wallets.loader.js';
import { AccountWalletResolver, SellerWalletResolver, WalletsResolver } from './wallets.resolver.js';

/** Wallets, and what operators see of the ledger. */
@Module({
  imports: [CatalogGraphqlModule, CatalogModule, GraphqlContextModule, LedgerModule],
  providers: [
    WalletsLoader,
    WalletsResolver,
    AccountWalletResolver,
    SellerWalletResolver,
    DepositsResolver,
    ReconciliationResolver,
  ],
  exports: [WalletsLoader],
})
export class LedgerGraphqlModule {}
