import { Module } from '@nestjs/common';
import { CampaignsModule } from './campaigns.module.js';

/** What campaigns do as time passes. */
@Module({ imports: [CampaignsModule], providers: [] })
export class CampaignsJobsModule {}
