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
