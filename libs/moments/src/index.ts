export {
  type Disclosure,
  isVisible,
  type MomentKind,
  momentKinds,
  type MomentStatus,
  momentStatuses,
  type Rejection,
} from './domain/moment.js';
export { momentSharing } from './moment-settings.js';
export { MomentProcessing } from './moment-processing.js';
export type { MomentView } from './moment.view.js';
export {
  momentChanged,
  momentFailed,
  momentPublished,
  momentRejected,
  momentRemoved,
  momentRestored,
} from './moments.events.js';
export { MomentsPublishing, type OrderedMoment } from './moments-publishing.js';
export { MomentsModeration } from './moments-moderation.js';
export { MomentsModule } from './moments.module.js';
export { MomentsJobsModule } from './moments-jobs.module.js';
export { MomentsQueries } from './moments.queries.js';
export { ProductCardsQueries, type ProductCardView } from './product-cards/product-cards.queries.js';
export { MomentsService } from './moments.service.js';
