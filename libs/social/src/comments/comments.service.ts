import { Injectable } from '@nestjs/common';
import { AccountsQueries, requireActive } from '@moments/identity';
import {
  type AccountId,
  Clock,
  type CommentId,
  Forbidden,
  IdempotencyConflict,
  idempotencyKey,
  type MomentId,
  newId,
  NotFound,
  parseInput,
  textSchema,
  Unauthenticated,
} from '@moments/kernel';
import { Database, Events, inputHash, Settings, type Tx } from '@moments/platform';
import { z } from 'zod';
import { addToMoment, changeMomentCounters } from '../counters/counters.store.js';
import { requireShownMoment, type ShownMoment } from '../moments/shown-moment.store.js';
import type { CommentRemover } from './comment.view.js';
import { CommentsSwitchedOff } from './comments.errors.js';
import { commentAdded, commentRemoved } from './comments.events.js';
import { type CommentLimits, commentLimits, commentSpam, type SpamRules } from './comments.settings.js';
import {
  changeReplies,
  commentOfKey,
  habitsBefore,
  insertComment,
  lockAnswered,
  lockComment,
  lockWriter,
  markRemoved,
  type NewComment,
} from './comments.store.js';
import { likenessOf } from './domain/folded-text.js';
import { judgeHabits, judgeWords } from './domain/judge-comment.js';
import { removerOf } from './shown-comment.store.js';

/** What somebody writes under a moment, or in reply to a comment there. */
export interface AddComment {
  accountId: AccountId;
  momentId: MomentId;
  text: string;
  replyToId?: CommentId | null;
  idempotencyKey: string;
}

/** What a moderator takes away, and why; both are told to its writer. */
export interface RemoveByModerator {
  commentId: CommentId;
  reason: string;
  message: string;
}

const newComment = ({ maxLength: max, maxLineBreaks }: CommentLimits) =>
  z.object({ text: textSchema({ max, maxLineBreaks, required: true }), idempotencyKey });

/** Writing comments and taking them away. */
@Injectable()
export class CommentsService {
  constructor(
    private readonly database: Database,
    private readonly accounts: AccountsQueries,
    private readonly settings: Settings,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /**
   * Gives the new comment's id; repeating a key gives the first one's. Throws `InvalidInput`; `NotFound` unless the moment
   * is published and shown to the writer, and what is answered too; `CommentsSwitchedOff`, `ReplyToReply`,
   * `IdempotencyConflict`, `AccountGone`, `AccountSuspended`; for spam `CommentWithMarkup`, `CommentWithLinks`,
   * `CommentWithManyLinks`, `CommentBlocked`, `CommentsTooFast`, `CommentRepeated`.
   */
  async add({ accountId, momentId, replyToId = null, ...input }: AddComment): Promise<CommentId> {
    const [limits, spam] = await Promise.all([this.settings.get(commentLimits), this.settings.get(commentSpam)]);
    const { text, idempotencyKey: key } = parseInput(newComment(limits), input);
    const moment = await requireShownMoment(this.database, { accountId, momentId });
    const now = this.clock.now();
    // Nobody's age matters while nobody may write links.
    const accountCreatedAt = spam.links.max > 0 ? await this.createdAtOf(accountId) : now;
    judgeWords({ text, accountCreatedAt, now }, spam);
    const comment: NewComment = {
      ...{ id: newId<'comment'>(), momentId, writerId: accountId, text, replyToId, idempotencyKey: key },
      ...{ inputHash: inputHash({ momentId, replyToId, text }), likeness: inputHash(likenessOf(text)), createdAt: now },
    };
    return this.database.transaction((tx) => this.write(tx, comment, moment, spam));
  }

  /**
   * Takes a comment away, with all that was said in reply; again changes nothing. Its writer may always, and the moment's
   * author. Throws `NotFound`; `Forbidden` for everybody else who sees it.
   */
  async remove({ accountId, commentId }: { accountId: AccountId; commentId: CommentId }): Promise<void> {
    const remover = await removerOf(this.database, { accountId, commentId });
    if (!remover) throw new NotFound('comment', ['commentId']);
    if (remover === 'reader') throw new Forbidden();
    await this.database.transaction((tx) => this.takeAway(tx, commentId, { by: remover }));
  }

  /** Takes a comment away for a moderator; false when it is gone already, and then nothing is told. */
  removeByModerator(tx: Tx, { commentId, reason, message }: RemoveByModerator): Promise<boolean> {
    return this.takeAway(tx, commentId, { by: 'moderator', reason, message });
  }

  private async write(tx: Tx, comment: NewComment, moment: ShownMoment, spam: SpamRules): Promise<CommentId> {
    const { id: commentId, momentId, writerId, replyToId } = comment;
    const { authorId: momentAuthorId, commentsEnabled } = moment;
    // What goes with an account is looked for once, when it is deleted: nothing may be added after that.
    await requireActive(tx, writerId);
    await lockWriter(tx, writerId);
    const earlier = await commentOfKey(tx, comment);
    if (earlier) return replay(earlier, comment);
    if (!commentsEnabled) throw new CommentsSwitchedOff();
    judgeHabits(await habitsBefore(tx, comment, spam.repeats.windowMinutes), spam, comment.createdAt);
    const replyToWriterId = replyToId ? await lockAnswered(tx, { momentId, replyToId, writerId }) : undefined;
    await insertComment(tx, comment);
    const answered = replyToId ? { replyToId, replyToWriterId } : {};
    await this.events.emit(tx, commentAdded, { commentId, momentId, momentAuthorId, writerId, ...answered });
    // A moment that was removed after we looked is closed by now, or will find this comment and take it along.
    const open = await addToMoment(tx, { momentId, authorId: momentAuthorId, comments: 1 });
    if (!open) throw new NotFound('moment', ['momentId']);
    return commentId;
  }

  private async takeAway(
    tx: Tx,
    commentId: CommentId,
    told: { by: CommentRemover; reason?: string; message?: string },
  ): Promise<boolean> {
    const locked = await lockComment(tx, commentId);
    if (!locked || locked.comment.removedAt) return false;
    const { comment, answers } = locked;
    const { momentId, writerId, replyToId, replies } = comment;
    await markRemoved(tx, comment, { by: told.by, at: this.clock.now() });
    if (replyToId) await changeReplies(tx, { momentId, replyToId }, -1);
    await this.events.emit(tx, commentRemoved, { commentId, momentId, writerId, ...told });
    // A reply to what was taken away before is no longer counted.
    if (!answers?.removedAt) await changeMomentCounters(tx, [{ momentId, comments: -1 - replies }]);
    return true;
  }

  private async createdAtOf(accountId: AccountId): Promise<Date> {
    const account = (await this.accounts.byIds([accountId])).get(accountId);
    if (!account) throw new Unauthenticated();
    return account.createdAt;
  }
}

function replay(earlier: { id: CommentId; inputHash: string }, { inputHash: hash }: NewComment): CommentId {
  if (earlier.inputHash !== hash) throw new IdempotencyConflict();
  return earlier.id;
}
