import { Module } from '@nestjs/common';
import { IdentityModule } from '@moments/identity';
import { MomentsModule } from '@moments/moments';
import { BlocksQueries } from './blocks/blocks.queries.js';
import { FollowsService } from './follows/follows.service.js';
import { LikesService } from './likes/likes.service.js';
import { RecountService } from './counters/recount.service.js';
import { SocialQueries } from './social.queries.js';

/** Follows and likes, and what they add up to. */
@Module({
  imports: [IdentityModule, MomentsModule],
  providers: [BlocksQueries, FollowsService, LikesService, RecountService, SocialQueries],
  exports: [BlocksQueries, FollowsService, LikesService, RecountService, SocialQueries],
})
export class SocialModule {}
