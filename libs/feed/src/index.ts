export { EngagementQueries, type MomentEngagement } from './engagement/engagement.queries.js';
export { FeedModule } from './feed.module.js';
export { type FeedItem, type FeedPage, FeedQueries, type FeedRequest, type FeedViewer } from './feed.queries.js';
