import { Injectable } from '@nestjs/common';
import { type AccountId, type CommentId, type MomentId, type Page, pagesOf, type PageWindow } from '@moments/kernel';
import { Database, statement } from '@moments/platform';
import { blockedBetween } from '../blocks/blocks.store.js';
import {
  commentColumns,
  commentsShown,
  commentStands,
  type CommentView,
  joinLiked,
  joinRoot,
  type ModeratedComment,
} from './comment.view.js';
import type { CommentPosition, ReplyPosition } from './domain/comment-cursor.js';

export type CommentsPage = Page<CommentView, CommentPosition>;
export type RepliesPage = Page<CommentView, ReplyPosition>;

// Of each moment one short walk along the index of its list. A first page starts after a position that nothing precedes,
// so that every page is the same walk from its own place.
const ofMoments = statement(
  'social.comments-of-moments',
  `select listed.* from unnest($1::uuid[]) as asked (id)
     join moments on moments.id = asked.id and ${commentsShown('$2::uuid')}
    cross join lateral (
      select ${commentColumns} from comments ${joinLiked('$2::uuid')}
       where comments.moment_id = asked.id and comments.reply_to_id is null and comments.removed_at is null
         and not ${blockedBetween('$2::uuid', 'comments.writer_id')}
         and ((comments.pinned_at is not null), comments.created_at, comments.id)
           < ($3::boolean, $4::timestamptz, $5::uuid)
       order by (comments.pinned_at is not null) desc, comments.created_at desc, comments.id desc limit $6) as listed
    order by listed.pinned desc, listed."createdAt" desc, listed.id desc`,
);
const beforeAllComments = [true, 'infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff'] as const;

const ofComments = statement(
  'social.replies-of-comments',
  `select listed.* from unnest($1::uuid[]) as asked (id)
     join comments as answered on answered.id = asked.id and answered.removed_at is null
     join moments on moments.id = answered.moment_id and ${commentsShown('$2::uuid')}
    cross join lateral (
      select ${commentColumns} from comments ${joinLiked('$2::uuid')}
       where comments.moment_id = answered.moment_id and comments.reply_to_id = answered.id
         and comments.removed_at is null and not ${blockedBetween('$2::uuid', 'comments.writer_id')}
         and (comments.created_at, comments.id) > ($3::timestamptz, $4::uuid)
       order by comments.created_at, comments.id limit $5) as listed
    order by listed."createdAt", listed.id`,
);
const beforeAllReplies = ['-infinity', '00000000-0000-0000-0000-000000000000'] as const;

const visible = statement(
  'social.visible-comments',
  `select ${commentColumns} from comments
     join moments on moments.id = comments.moment_id ${joinRoot} ${joinLiked('$2::uuid')}
    where comments.id = any($1) and ${commentStands('$2::uuid')} and ${commentsShown('$2::uuid')}`,
);

const forModerators = statement(
  'social.comments-for-moderators',
  `select ${commentColumns}, moments.author_id as "momentAuthorId",
          coalesce(comments.removed_at, root.removed_at) as "removedAt",
          coalesce(comments.removed_by, root.removed_by) as "removedBy"
     from comments join moments on moments.id = comments.moment_id ${joinRoot} ${joinLiked('null::uuid')}
    where comments.id = any($1)`,
);

/** Comments as they are read; each method costs one statement however many things it is asked about. */
@Injectable()
export class CommentsQueries {
  constructor(private readonly database: Database) {}

  /**
   * Comments of each moment, pinned ones first, then the newest; every asked moment is in the answer. Those of people
   * whom a block hides are left out while pages stay full; switched-off comments are shown to the moment's author alone.
   */
  async ofMoments(
    viewerId: AccountId | undefined,
    momentIds: readonly MomentId[],
    { limit, after }: PageWindow<CommentPosition>,
  ): Promise<Map<MomentId, CommentsPage>> {
    const start = after ? [after.pinned, after.at, after.id] : beforeAllComments;
    const parameters = [momentIds, viewerId ?? null, ...start, limit + 1];
    const found = await this.database.read<CommentView>(ofMoments, parameters);
    return pagesOf(momentIds, found, {
      ownerOf: ({ momentId }) => momentId,
      limit,
      map: (item) => ({ item, position: { pinned: item.pinned, at: item.createdAt, id: item.id } }),
    });
  }

  /** Replies to each comment, as they came; every asked comment is in the answer. Blocks hide as in `ofMoments`. */
  async repliesOf(
    viewerId: AccountId | undefined,
    commentIds: readonly CommentId[],
    { limit, after }: PageWindow<ReplyPosition>,
  ): Promise<Map<CommentId, RepliesPage>> {
    const start = after ? [after.at, after.id] : beforeAllReplies;
    const parameters = [commentIds, viewerId ?? null, ...start, limit + 1];
    const found = await this.database.read<CommentView>(ofComments, parameters);
    return pagesOf<CommentId | null, CommentView, CommentView, ReplyPosition>(commentIds, found, {
      ownerOf: ({ replyToId }) => replyToId,
      limit,
      map: (item) => ({ item, position: { at: item.createdAt, id: item.id } }),
    }) as Map<CommentId, RepliesPage>;
  }

  /** Comments and replies that exist and that this viewer may see. */
  async visibleTo(viewerId: AccountId | undefined, ids: readonly CommentId[]): Promise<Map<CommentId, CommentView>> {
    const found = await this.database.read<CommentView>(visible, [ids, viewerId ?? null]);
    return new Map(found.map((comment) => [comment.id, comment]));
  }

  /** In any state, removed ones until they are swept; for those who judge them and nobody else. */
  async byIdsForModerators(ids: readonly CommentId[]): Promise<Map<CommentId, ModeratedComment>> {
    const found = await this.database.read<ModeratedComment>(forModerators, [ids]);
    return new Map(found.map((comment) => [comment.id, comment]));
  }
}
