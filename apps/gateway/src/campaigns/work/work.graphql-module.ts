import { Module } from '@nestjs/common';
import { CampaignsModule } from '@moments/campaigns';
import { MediaModule } from '@moments/media';
import { GraphqlContextModule } from '../../graphql/graphql.module.js';
import { MomentsGraphqlModule } from '../../moments/moments.graphql-module.js';
import { ProfilesGraphqlModule } from '../../profiles/profiles.graphql-module.js';
import { CampaignsGraphqlModule } from '../campaigns.graphql-module.js';
import { DisputesResolver } from './disputes.resolver.js';
import { EngagementAnswers } from './engagement-answers.js';
import { OrderAnalyticsResolver } from './order-analytics.resolver.js';
import { DisputeFieldsResolver, DisputeStatementFieldsResolver, WorkFieldsResolver } from './work-fields.resolver.js';
import { WorkResolver } from './work.resolver.js';

/** The work on orders: what is handed in, what becomes of it, and what it has brought. */
@Module({
  imports: [
    CampaignsGraphqlModule,
    CampaignsModule,
    GraphqlContextModule,
    MediaModule,
    MomentsGraphqlModule,
    ProfilesGraphqlModule,
  ],
  providers: [
    DisputeFieldsResolver,
    DisputeStatementFieldsResolver,
    DisputesResolver,
    EngagementAnswers,
    OrderAnalyticsResolver,
    WorkFieldsResolver,
    WorkResolver,
  ],
})
export class WorkGraphqlModule {}
