import { Module } from '@nestjs/common';
import { IdentityModule } from '@moments/identity';
import { FeedQueries } from './feed.queries.js';
import { FeedSessions } from './feed-sessions.js';
import { Following } from './following/following.js';
import { FeedLists } from './for-you/feed-lists.js';
import { ForYou } from './for-you/for-you.js';

/** The feed. Needs `ViewsModule.forRoot` beside it, for the tokens that it hands out. */
@Module({
  imports: [IdentityModule],
  providers: [FeedQueries, FeedSessions, FeedLists, ForYou, Following],
  exports: [FeedQueries],
})
export class FeedModule {}
