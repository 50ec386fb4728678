import { Module } from '@nestjs/common';
import { IdentityModule } from '@moments/identity';
import { MomentsModule } from '@moments/moments';
import { BlocksQueries } from './blocks/blocks.queries.js';
import { BlocksService } from './blocks/blocks.service.js';
import { CommentLikesService } from './comments/comment-likes.service.js';
import { CommentPinsService } from './comments/comment-pins.service.js';
import { CommentsQueries } from './comments/comments.queries.js';
import { CommentsRecountService } from './comments/comments-recount.service.js';
import { CommentsService } from './comments/comments.service.js';
import { FollowsService } from './follows/follows.service.js';
import { LikesService } from './likes/likes.service.js';
import { MutesQueries } from './mutes/mutes.queries.js';
import { MutesService } from './mutes/mutes.service.js';
import { NotInterestedService } from './not-interested/not-interested.service.js';
import { ProductMomentsQueries } from './moments/product-moments.queries.js';
import { RecountService } from './counters/recount.service.js';
import { SavesQueries } from './saves/saves.queries.js';
import { SavesService } from './saves/saves.service.js';
import { SharesService } from './shares/shares.service.js';
import { SocialQueries } from './social.queries.js';

const provided = [
  BlocksQueries,
  BlocksService,
  CommentLikesService,
  CommentPinsService,
  CommentsQueries,
  CommentsRecountService,
  CommentsService,
  FollowsService,
  LikesService,
  MutesQueries,
  MutesService,
  NotInterestedService,
  ProductMomentsQueries,
  RecountService,
  SavesQueries,
  SavesService,
  SharesService,
  SocialQueries,
];

/** What people are to each other and do with moments, and what it adds up to. */
@Module({ imports: [IdentityModule, MomentsModule], providers: provided, exports: provided })
export class SocialModule {}
