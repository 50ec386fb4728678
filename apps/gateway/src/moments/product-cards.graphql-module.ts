import { Module } from '@nestjs/common';
import { MomentsModule } from '@moments/moments';
import { SocialModule } from '@moments/social';
import { CatalogGraphqlModule } from '../catalog/catalog.graphql-module.js';
import { MomentsGraphqlModule } from './moments.graphql-module.js';
import { ProductMomentsResolver } from './product-moments.resolver.js';
import { ProductCardsResolver } from './product-cards.resolver.js';

/** Products on moments, and moments of products. */
@Module({
  imports: [MomentsModule, SocialModule, CatalogGraphqlModule, MomentsGraphqlModule],
  providers: [ProductCardsResolver, ProductMomentsResolver],
})
export class ProductCardsGraphqlModule {}
