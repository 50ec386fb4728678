export { BlocksQueries } from './blocks/blocks.queries.js';
export { blockedBetween } from './blocks/blocks.store.js';
export { BlocksService } from './blocks/blocks.service.js';
export { FollowsService } from './follows/follows.service.js';
export { LikesService } from './likes/likes.service.js';
export { MutesQueries } from './mutes/mutes.queries.js';
export { MutesService } from './mutes/mutes.service.js';
export { NotInterestedService } from './not-interested/not-interested.service.js';
export { ProductMomentsQueries } from './moments/product-moments.queries.js';
export { SavesQueries } from './saves/saves.queries.js';
export { SavesService } from './saves/saves.service.js';
export { SharesService } from './shares/shares.service.js';
export { RecountService } from './counters/recount.service.js';
export { commentStands, type CommentView, joinRoot, type ModeratedComment } from './comments/comment.view.js';
export { CommentLikesService } from './comments/comment-likes.service.js';
export { CommentPinsService } from './comments/comment-pins.service.js';
export {
  commentAdded,
  commentLiked,
  commentPinned,
  commentRemoved,
  commentUnliked,
} from './comments/comments.events.js';
export { CommentsQueries, type CommentsPage, type RepliesPage } from './comments/comments.queries.js';
export { CommentsRecountService } from './comments/comments-recount.service.js';
export { CommentsService } from './comments/comments.service.js';
export {
  commentCursor,
  type CommentPosition,
  readCommentPosition,
  readReplyPosition,
  replyCursor,
  type ReplyPosition,
} from './comments/domain/comment-cursor.js';
export { avatarFailed } from './profiles/avatars.events.js';
export { ProfileUpdates } from './profiles/profile-updates.service.js';
export { SocialProfilesModule } from './profiles/profiles.module.js';
export {
  accountBlocked,
  accountFollowed,
  accountMuted,
  accountUnfollowed,
  momentLiked,
  momentUnliked,
} from './social.events.js';
export { SocialModule } from './social.module.js';
export { SocialJobsModule } from './social-jobs.module.js';
export { type ProfileConnections, SocialQueries } from './social.queries.js';
