export { type MomentKind, momentKinds, type MomentStatus, momentStatuses } from './domain/moment.js';
export { MomentProcessing } from './moment-processing.js';
export type { MomentView } from './moment.view.js';
export { momentChanged, momentPublished, momentRemoved, momentUpdated } from './moments.events.js';
export { MomentsModule } from './moments.module.js';
export { MomentsJobsModule } from './moments-jobs.module.js';
export { type MomentRef, MomentsQueries } from './moments.queries.js';
export { type CreateMoment, MomentsService, type UpdateMoment } from './moments.service.js';
