import { Module } from '@nestjs/common';
import { AttributionModule } from '@moments/attribution';
import { CatalogGraphqlModule } from '../catalog/catalog.graphql-module.js';
import { GraphqlContextModule } from '../graphql/graphql.module.js';
import {
  AttributedPurchaseFieldsResolver,
  AttributedPurchasesResolver,
  PurchaseTouchFieldsResolver,
} from './attributed-purchases.resolver.js';

/** Which purchases are owed to moments. */
@Module({
  imports: [GraphqlContextModule, AttributionModule, CatalogGraphqlModule],
  providers: [AttributedPurchasesResolver, AttributedPurchaseFieldsResolver, PurchaseTouchFieldsResolver],
})
export class AttributionGraphqlModule {}
