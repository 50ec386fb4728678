import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AttributionModule } from '@moments/attribution';
import { CatalogModule } from '@moments/catalog';
import { IdentityModule } from '@moments/identity';
import { LedgerModule } from '@moments/ledger';
import { MomentsModule } from '@moments/moments';
import { PayoutsModule } from '@moments/payouts';
import { DisputeCase } from './disputes/case.service.js';
import { DisputesService } from './disputes/disputes.service.js';
import { Cancelling } from './work/cancelling.service.js';
import { CommissionService } from './work/commission.service.js';
import { Parties } from './work/parties.js';
import { Settlement } from './work/settlement.service.js';
import { SubmissionTerms } from './work/submission-terms.js';
import { WorkClock } from './work/work-clock.service.js';
import { WorkService } from './work/work.service.js';
import { WorkTiming } from './work/work-timing.js';
import { CampaignEntity } from './campaigns/campaign.entity.js';
import { CampaignLifecycle } from './campaigns/campaign-lifecycle.js';
import { EngagementEntity } from './places/engagement.entity.js';
import { EngagementLifecycle } from './places/engagement-lifecycle.js';

const entities = [CampaignEntity, EngagementEntity];
const work = [
  Cancelling,
  CommissionService,
  DisputeCase,
  DisputesService,
  Parties,
  Settlement,
  SubmissionTerms,
  WorkClock,
  WorkService,
  WorkTiming,
];
const services = [...work, CampaignLifecycle, EngagementLifecycle];

/** Campaigns: terms, escrow, places, and the work for them. */
@Module({
  imports: [
    TypeOrmModule.forFeature(entities),
    AttributionModule,
    CatalogModule,
    IdentityModule,
    LedgerModule,
    MomentsModule,
    PayoutsModule,
  ],
  providers: services,
  exports: services,
})
export class CampaignsModule {}
