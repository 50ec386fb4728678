import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CatalogModule } from '@moments/catalog';
import { IdentityModule } from '@moments/identity';
import { LedgerModule } from '@moments/ledger';
import { CampaignEntity } from './campaigns/campaign.entity.js';
import { CampaignLifecycle } from './campaigns/campaign-lifecycle.js';
import { EngagementEntity } from './places/engagement.entity.js';
import { EngagementLifecycle } from './places/engagement-lifecycle.js';

const entities = [CampaignEntity, EngagementEntity];
const services = [CampaignLifecycle, EngagementLifecycle];

/** Campaigns: terms, escrow, places, and the work for them. */
@Module({
  imports: [TypeOrmModule.forFeature(entities), CatalogModule, IdentityModule, LedgerModule],
  providers: services,
  exports: services,
})
export class CampaignsModule {}
