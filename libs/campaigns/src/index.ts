export { CampaignsModule } from './campaigns.module.js';
export { CampaignsJobsModule } from './campaigns-jobs.module.js';
export {
  campaignChanged,
  campaignTermsChanged,
  engagementChanged,
  engagementDueSoon,
  engagementMessageSent,
} from './campaigns.events.js';
export { OpenStrikes } from './open-strikes.js';
export { type CampaignStatus, campaignStatuses, campaignTransitions } from './domain/campaign-machine.js';
export { type EngagementStatus, engagementStatuses, engagementTransitions } from './domain/engagement-machine.js';
export { DisputeCase } from './disputes/case.service.js';
export { DisputesService } from './disputes/disputes.service.js';
export { Cancelling } from './work/cancelling.service.js';
export { type Party, Parties, type Side, sides } from './work/parties.js';
export { SubmissionTerms } from './work/submission-terms.js';
export { WorkService } from './work/work.service.js';
