export { CampaignsModule } from './campaigns.module.js';
export { CampaignsJobsModule } from './campaigns-jobs.module.js';
export {
  campaignChanged,
  campaignTermsChanged,
  engagementChanged,
  engagementDueSoon,
  engagementMessageSent,
} from './campaigns.events.js';
export { CampaignsService } from './campaigns/campaigns.service.js';
export type { OrderDraft } from './campaigns/order-input.js';
export type { OrderView } from './campaigns/order.view.js';
export { type Admission, admissions } from './domain/admission.js';
export { OrdersQueries } from './campaigns/orders.queries.js';
export { OrdersService } from './campaigns/orders.service.js';
export { type CampaignKind, campaignKinds } from './domain/campaign-kinds.js';
export { type CreatorFacts, eligibilityOf } from './domain/eligibility.js';
export { OpenStrikes } from './open-strikes.js';
export { CreatorFactsQueries } from './places/creator-facts.queries.js';
export type { EngagementView } from './places/engagement.view.js';
export { EngagementsQueries } from './places/engagements.queries.js';
export { PlacesService } from './places/places.service.js';
export { type EngagementMessageView, ThreadService } from './places/thread.service.js';
export { type CampaignStatus, campaignStatuses, campaignTransitions } from './domain/campaign-machine.js';
export { type EngagementStatus, engagementStatuses, engagementTransitions } from './domain/engagement-machine.js';
export { OrderAnalyticsQueries, type OrderAnalyticsView } from './analytics/order-analytics.queries.js';
export { DisputeCase } from './disputes/case.service.js';
export { type DisputeStatementView, DisputesQueries, type DisputeView } from './disputes/disputes.queries.js';
export { DisputesService } from './disputes/disputes.service.js';
export { DisputeResolving } from './disputes/resolving.service.js';
export { RatingsService, type RatingView } from './ratings/ratings.service.js';
export { Cancelling } from './work/cancelling.service.js';
export { type Party, Parties, type Side } from './work/parties.js';
export { SubmissionTerms } from './work/submission-terms.js';
export { type PublicationCheckView, SubmissionsQueries, type SubmissionView } from './work/submissions.queries.js';
export { WorkService } from './work/work.service.js';
export { type PublicationOutcome, publicationOutcomes } from './work/domain/publication.js';
