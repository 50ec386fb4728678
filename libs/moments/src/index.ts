export {
  type Disclosure,
  isVisible,
  type MomentCampaign,
  type MomentKind,
  momentKinds,
  type MomentStatus,
  momentStatuses,
  type Rejection,
} from './domain/moment.js';
export { momentSharing } from './moment-settings.js';
export { MomentProcessing, type MomentStep } from './moment-processing.js';
export type { MomentView } from './moment.view.js';
export {
  momentChanged,
  momentFailed,
  momentPublished,
  momentRejected,
  momentRemoved,
  momentRestored,
  momentUpdated,
} from './moments.events.js';
export { MomentsPublishing, type OrderedMoment } from './moments-publishing.js';
export { MomentsModeration } from './moments-moderation.js';
export { MomentsModule } from './moments.module.js';
export { MomentsJobsModule } from './moments-jobs.module.js';
export { MomentsQueries } from './moments.queries.js';
export { ProductCardsQueries, type ProductCardView } from './product-cards/product-cards.queries.js';
export { type CreateMoment, MomentsService, type UpdateMoment } from './moments.service.js';
