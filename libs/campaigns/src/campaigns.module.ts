import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AttributionModule } from '@moments/attribution';
import { CatalogModule } from '@moments/catalog';
import { IdentityModule } from '@moments/identity';
import { LedgerModule } from '@moments/ledger';
import { MediaModule } from '@moments/media';
import { MomentsModule } from '@moments/moments';
import { PayoutsModule } from '@moments/payouts';
import { OrderAnalyticsQueries } from './analytics/order-analytics.queries.js';
import { DisputeCase } from './disputes/case.service.js';
import { DisputesQueries } from './disputes/disputes.queries.js';
import { DisputesService } from './disputes/disputes.service.js';
import { DisputeResolving } from './disputes/resolving.service.js';
import { RatingsService } from './ratings/ratings.service.js';
import { Cancelling } from './work/cancelling.service.js';
import { CommissionService } from './work/commission.service.js';
import { Parties } from './work/parties.js';
import { Settlement } from './work/settlement.service.js';
import { SubmissionTerms } from './work/submission-terms.js';
import { SubmissionsQueries } from './work/submissions.queries.js';
import { WorkClock } from './work/work-clock.service.js';
import { WorkService } from './work/work.service.js';
import { WorkTiming } from './work/work-timing.js';
import { CampaignEntity } from './campaigns/campaign.entity.js';
import { CampaignLifecycle } from './campaigns/campaign-lifecycle.js';
import { EngagementEntity } from './places/engagement.entity.js';
import { CampaignSteps } from './campaigns/campaign-steps.js';
import { CampaignsService } from './campaigns/campaigns.service.js';
import { EndingService } from './campaigns/ending.service.js';
import { OrdersQueries } from './campaigns/orders.queries.js';
import { OrdersService } from './campaigns/orders.service.js';
import { Forgetting } from './forgetting/forgetting.service.js';
import { CreatorFactsQueries } from './places/creator-facts.queries.js';
import { EngagementLifecycle } from './places/engagement-lifecycle.js';
import { EngagementsQueries } from './places/engagements.queries.js';
import { PlacesService } from './places/places.service.js';
import { EngagementNews, Taking } from './places/taking.js';
import { ThreadService } from './places/thread.service.js';

const entities = [CampaignEntity, EngagementEntity];
const work = [
  Cancelling,
  CommissionService,
  DisputeCase,
  DisputesQueries,
  DisputesService,
  DisputeResolving,
  OrderAnalyticsQueries,
  Parties,
  RatingsService,
  Settlement,
  SubmissionTerms,
  SubmissionsQueries,
  WorkClock,
  WorkService,
  WorkTiming,
];
const engine = [
  CampaignLifecycle,
  CampaignsService,
  CampaignSteps,
  CreatorFactsQueries,
  EndingService,
  EngagementLifecycle,
  EngagementNews,
  EngagementsQueries,
  Forgetting,
  OrdersQueries,
  OrdersService,
  PlacesService,
  Taking,
  ThreadService,
];
const services = [...engine, ...work];

/** Campaigns: terms, escrow, places, and the work for them. */
@Module({
  imports: [
    TypeOrmModule.forFeature(entities),
    AttributionModule,
    CatalogModule,
    IdentityModule,
    LedgerModule,
    MediaModule,
    MomentsModule,
    PayoutsModule,
  ],
  providers: services,
  exports: services,
})
export class CampaignsModule {}
