import { Injectable } from '@nestjs/common';
import { requireActive } from '@moments/identity';
import { type AccountId, Clock, type CommentId, type MomentId, NotFound } from '@moments/kernel';
import { Database, Events, execute, type Tx } from '@moments/platform';
import { commentLiked, commentUnliked } from './comments.events.js';
import { requireShownComment } from './shown-comment.store.js';

/** Who likes which comment. */
export interface CommentLikeCommand {
  accountId: AccountId;
  commentId: CommentId;
}

/** Liking comments and taking it back. Both say how things shall be, so saying it twice, or on two devices, is once. */
@Injectable()
export class CommentLikesService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /** Throws `NotFound` unless the comment is shown to this account under a published moment; `AccountGone`. */
  async like({ accountId, commentId }: CommentLikeCommand): Promise<void> {
    const { momentId, writerId } = await requireShownComment(this.database, { accountId, commentId });
    await this.database.transaction(async (tx) => {
      await requireActive(tx, accountId);
      const added = await execute(
        tx,
        `insert into comment_likes (moment_id, comment_id, account_id, created_at) values ($1, $2, $3, $4)
         on conflict do nothing`,
        [momentId, commentId, accountId, this.clock.now()],
      );
      if (added === 0) return;
      await this.events.emit(tx, commentLiked, { commentId, momentId, writerId, accountId });
      // Whoever erases comments deletes them before their likes: this finds none, or is found.
      if (!(await changeLikes(tx, { momentId, commentId }, 1))) throw new NotFound('comment', ['commentId']);
    });
  }

  /** Throws `NotFound` unless the comment is shown to this account under a published moment. */
  async unlike({ accountId, commentId }: CommentLikeCommand): Promise<void> {
    const { momentId, writerId } = await requireShownComment(this.database, { accountId, commentId });
    await this.database.transaction(async (tx) => {
      const gone = await execute(
        tx,
        'delete from comment_likes where moment_id = $1 and comment_id = $2 and account_id = $3',
        [momentId, commentId, accountId],
      );
      if (gone === 0) return;
      await this.events.emit(tx, commentUnliked, { commentId, momentId, writerId, accountId });
      await changeLikes(tx, { momentId, commentId }, -1);
    });
  }
}

/** False when the comment was removed meanwhile and a like comes too late. */
const changeLikes = async (
  tx: Tx,
  { momentId, commentId }: { momentId: MomentId; commentId: CommentId },
  by: 1 | -1,
): Promise<boolean> =>
  (await execute(
    tx,
    `update comments set likes = likes + $3
      where moment_id = $1 and id = $2 and (removed_at is null or $3 < 0)`,
    [momentId, commentId, by],
  )) === 1;
