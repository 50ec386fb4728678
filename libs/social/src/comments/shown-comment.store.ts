import { type AccountId, type CommentId, type MomentId, NotFound } from '@moments/kernel';
import { type Database, statement } from '@moments/platform';
import { commentsShown, commentStands, joinRoot } from './comment.view.js';

/** What must be known of a comment before somebody does something with it. */
export interface ShownComment {
  momentId: MomentId;
  momentAuthorId: AccountId;
  writerId: AccountId;
  isReply: boolean;
}

const columns = `comments.moment_id as "momentId", moments.author_id as "momentAuthorId",
  comments.writer_id as "writerId", comments.reply_to_id is not null as "isReply"`;

const shown = statement(
  'social.shown-comment',
  `select ${columns} from comments join moments on moments.id = comments.moment_id ${joinRoot}
    where comments.id = $1 and moments.status = 'PUBLISHED'
      and ${commentStands('$2::uuid')} and ${commentsShown('$2::uuid')}`,
);

interface Asked {
  accountId: AccountId;
  commentId: CommentId;
}

/**
 * A comment that stands under a published moment and that the account may have to do with. Throws `NotFound` for any
 * other, also for one that a block hides: nothing tells them apart.
 */
export async function requireShownComment(database: Database, { accountId, commentId }: Asked): Promise<ShownComment> {
  const [comment] = await database.read<ShownComment>(shown, [commentId, accountId]);
  if (!comment) throw new NotFound('comment', ['commentId']);
  return comment;
}

const removable = statement(
  'social.removable-comment',
  `select comments.writer_id = $2 as "isWriter",
          moments.author_id = $2 and coalesce(comments.removed_by = 'author' or ${commentStands('$2::uuid')}, false)
            and ${commentsShown('$2::uuid')} as "isAuthor",
          ${commentStands('$2::uuid')} and ${commentsShown('$2::uuid')} as "isShown"
     from comments join moments on moments.id = comments.moment_id ${joinRoot}
    where comments.id = $1`,
);

/** As whom somebody may take a comment away: the writer always, the moment's author while it is shown to them. */
export async function removerOf(
  database: Database,
  { accountId, commentId }: Asked,
): Promise<'writer' | 'author' | 'reader' | undefined> {
  const [found] = await database.read<Record<'isWriter' | 'isAuthor' | 'isShown', boolean>>(removable, [
    commentId,
    accountId,
  ]);
  if (found?.isWriter) return 'writer';
  if (found?.isAuthor) return 'author';
  return found?.isShown ? 'reader' : undefined;
}
