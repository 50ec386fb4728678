import { Module } from '@nestjs/common';
import { IdentityModule } from '@moments/identity';
import { MomentsModule } from '@moments/moments';
import { FollowsService } from './follows.service.js';
import { LikesService } from './likes.service.js';
import { RecountService } from './recount.service.js';
import { SocialQueries } from './social.queries.js';

/** Follows and likes, and what they add up to. */
@Module({
  imports: [IdentityModule, MomentsModule],
  providers: [FollowsService, LikesService, RecountService, SocialQueries],
  exports: [FollowsService, LikesService, RecountService, SocialQueries],
})
export class SocialModule {}
