import { Module } from '@nestjs/common';
import { IdentityModule } from '@moments/identity';
import { EngagementQueries } from './engagement/engagement.queries.js';
import { FeedQueries } from './feed.queries.js';
import { FeedSessions } from './feed-sessions.js';
import { Following } from './following/following.js';
import { FeedLists } from './for-you/feed-lists.js';
import { ForYou } from './for-you/for-you.js';

/** The feed, and what is shown beside its moments. Needs `ViewsModule.forRoot` beside it, for the tokens that it hands out. */
@Module({
  imports: [IdentityModule],
  providers: [EngagementQueries, FeedQueries, FeedSessions, FeedLists, ForYou, Following],
  exports: [EngagementQueries, FeedQueries],
})
export class FeedModule {}
