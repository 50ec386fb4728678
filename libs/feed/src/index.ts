export { EngagementQueries, type MomentEngagement } from './engagement/engagement.queries.js';
export { FeedModule } from './feed.module.js';
export { type FeedItem, FeedQueries } from './feed.queries.js';
