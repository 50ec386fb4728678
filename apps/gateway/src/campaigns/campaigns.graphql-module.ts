import { Module } from '@nestjs/common';
import { CampaignsModule } from '@moments/campaigns';
import { OpenStrikesModule } from '@moments/moderation';
import { CatalogGraphqlModule } from '../catalog/catalog.graphql-module.js';
import { GraphqlContextModule } from '../graphql/graphql.module.js';
import { LedgerGraphqlModule } from '../ledger/ledger.graphql-module.js';
import { ProfilesGraphqlModule } from '../profiles/profiles.graphql-module.js';
import {
  CampaignFieldsResolver,
  CreatorOrderFieldsResolver,
  SellerCampaignsResolver,
} from './campaign-fields.resolver.js';
import { CampaignNodes } from './campaign-nodes.js';
import { CampaignsResolver } from './campaigns.resolver.js';
import { EngagementFieldsResolver, EngagementMessageFieldsResolver } from './engagement-fields.resolver.js';
import { PlacesResolver } from './places.resolver.js';

/** Creator orders and whoever works on them. */
@Module({
  imports: [
    CampaignsModule,
    CatalogGraphqlModule,
    GraphqlContextModule,
    LedgerGraphqlModule,
    OpenStrikesModule,
    ProfilesGraphqlModule,
  ],
  providers: [
    CampaignFieldsResolver,
    CampaignNodes,
    CampaignsResolver,
    CreatorOrderFieldsResolver,
    EngagementFieldsResolver,
    EngagementMessageFieldsResolver,
    PlacesResolver,
    SellerCampaignsResolver,
  ],
  exports: [CampaignNodes],
})
export class CampaignsGraphqlModule {}
