import { Injectable } from '@nestjs/common';
import { type AccountId, Clock, type CommentId, Forbidden, type MomentId, NotFound } from '@moments/kernel';
import { Database, Events, execute, rows, Settings, type Tx } from '@moments/platform';
import { ReplyNotPinned } from './comments.errors.js';
import { commentPinned } from './comments.events.js';
import { commentLimits } from './comments.settings.js';
import { requireShownComment, type ShownComment } from './shown-comment.store.js';

/** The moment's author, and the comment they hold at the top. */
export interface CommentPinCommand {
  accountId: AccountId;
  commentId: CommentId;
}

/** Holding comments at the top of a moment's list. Both say how things shall be, so saying it twice is once. */
@Injectable()
export class CommentPinsService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /**
   * Pins a comment; the one pinned longest goes down when there are more than may be. Throws `NotFound`; `Forbidden` for
   * all but the moment's author; `ReplyNotPinned`.
   */
  async pin(command: CommentPinCommand): Promise<void> {
    const { momentId, writerId, isReply } = await this.requireOwn(command);
    if (isReply) throw new ReplyNotPinned();
    const { accountId, commentId } = command;
    const { maxPinned } = await this.settings.get(commentLimits);
    await this.database.transaction(async (tx) => {
      await lockPinsOf(tx, momentId);
      const pinned = await pinnedAt(tx, { momentId, commentId });
      if (!pinned) throw new NotFound('comment', ['commentId']);
      if (pinned.at) return;
      await unpinLongest(tx, { momentId, commentId, keep: maxPinned - 1 });
      await setPinnedAt(tx, { momentId, commentId }, this.clock.now());
      await this.events.emit(tx, commentPinned, { commentId, momentId, writerId, accountId });
    });
  }

  /** Throws `NotFound`; `Forbidden` for all but the moment's author. */
  async unpin(command: CommentPinCommand): Promise<void> {
    const { momentId } = await this.requireOwn(command);
    await this.database.transaction(async (tx) => {
      await lockPinsOf(tx, momentId);
      await setPinnedAt(tx, { momentId, commentId: command.commentId }, null);
    });
  }

  private async requireOwn(command: CommentPinCommand): Promise<ShownComment> {
    const comment = await requireShownComment(this.database, command);
    if (comment.momentAuthorId !== command.accountId) throw new Forbidden();
    return comment;
  }
}

interface Pin {
  momentId: MomentId;
  commentId: CommentId;
}

/** One at a time: of two pins at once the second sees the first. */
async function lockPinsOf(tx: Tx, momentId: MomentId): Promise<void> {
  await execute(tx, 'select pg_advisory_xact_lock(hashtextextended($1, 0))', [`comment-pins:${momentId}`]);
}

/** Held until the transaction ends; `undefined` for a comment that is gone. */
async function pinnedAt(tx: Tx, { momentId, commentId }: Pin): Promise<{ at: Date | null } | undefined> {
  const [found] = await rows<{ at: Date | null }>(
    tx,
    'select pinned_at as at from comments where moment_id = $1 and id = $2 and removed_at is null for no key update',
    [momentId, commentId],
  );
  return found;
}

const setPinnedAt = (tx: Tx, { momentId, commentId }: Pin, at: Date | null): Promise<number> =>
  execute(tx, 'update comments set pinned_at = $3 where moment_id = $1 and id = $2 and removed_at is null', [
    momentId,
    commentId,
    at,
  ]);

/** Lets go of all but the `keep` comments that were pinned last. */
const unpinLongest = (tx: Tx, { momentId, commentId, keep }: Pin & { keep: number }): Promise<number> =>
  execute(
    tx,
    `update comments set pinned_at = null
      where moment_id = $1 and id in (
        select id from comments
         where moment_id = $1 and (pinned_at is not null) and reply_to_id is null and removed_at is null and id <> $2
         order by pinned_at desc, id desc offset $3)`,
    [momentId, commentId, keep],
  );
