import { Module } from '@nestjs/common';
import { CloseCampaigns, EndCandidatesHandler, ForgetCreator } from './campaigns-deadlines.jobs.js';
import { CampaignsModule } from './campaigns.module.js';
import { PayCommission, TakeBackCommission } from './work/commission.jobs.js';
import { AdvanceEngagements, CheckPublications, CheckRejectedWork, CheckRemovedWork } from './work/work.jobs.js';

const workJobs = [
  AdvanceEngagements,
  CheckPublications,
  CheckRejectedWork,
  CheckRemovedWork,
  PayCommission,
  TakeBackCommission,
];

/** What campaigns do as time passes. */
@Module({ imports: [CampaignsModule], providers: [CloseCampaigns, EndCandidatesHandler, ForgetCreator, ...workJobs] })
export class CampaignsJobsModule {}
