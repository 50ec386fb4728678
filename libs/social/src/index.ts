export { BlocksQueries } from './blocks/blocks.queries.js';
export { type FollowCommand, FollowsService } from './follows/follows.service.js';
export { type LikeCommand, LikesService } from './likes/likes.service.js';
export { type CounterDrift, RecountService } from './counters/recount.service.js';
export { CannotFollowYourself } from './social.errors.js';
export { accountBlocked, accountFollowed, momentLiked } from './social.events.js';
export { SocialModule } from './social.module.js';
export { SocialJobsModule } from './social-jobs.module.js';
export { type MomentEngagement, type ProfileConnections, type ProfilePages, SocialQueries } from './social.queries.js';
