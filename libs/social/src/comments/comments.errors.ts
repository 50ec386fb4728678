import { DomainError } from '@moments/kernel';

/** The author of the moment takes no comments. */
export class CommentsSwitchedOff extends DomainError {
  readonly code = 'INVALID_STATE';
  readonly reason = 'comments_switched_off';

  constructor() {
    super('Comments on this moment are switched off.', { field: ['momentId'] });
  }
}

/** Replies answer comments, not other replies. */
export class ReplyToReply extends DomainError {
  readonly code = 'INVALID_INPUT';
  readonly reason = 'comment_reply_to_reply';

  constructor() {
    super('You can reply to a comment, but not to a reply.', { field: ['replyToId'] });
  }
}

/** Only what stands in the list itself can be held at its top. */
export class ReplyNotPinned extends DomainError {
  readonly code = 'INVALID_INPUT';
  readonly reason = 'comment_reply_not_pinned';

  constructor() {
    super('A reply cannot be pinned.', { field: ['commentId'] });
  }
}

/** The account has written as much as it may for now. */
export class CommentsTooFast extends DomainError {
  readonly code = 'RATE_LIMITED';
  readonly reason = 'comments_too_fast';

  constructor(retryAfterSeconds: number) {
    super(`You are commenting too fast. Try again in ${retryAfterSeconds} seconds.`, {
      params: { retryAfter: retryAfterSeconds },
    });
  }
}

/** The account has said the same just now. */
export class CommentRepeated extends DomainError {
  readonly code = 'RATE_LIMITED';
  readonly reason = 'comment_repeated';

  constructor(retryAfterSeconds: number) {
    super(`You have just written this. Say something else, or try again in ${retryAfterSeconds} seconds.`, {
      field: ['text'],
      params: { retryAfter: retryAfterSeconds },
    });
  }
}

/** A link where this account may write none. */
export class CommentWithLinks extends DomainError {
  readonly code = 'INVALID_INPUT';
  readonly reason = 'comment_with_links';

  constructor() {
    super('Your comments may not contain links.', { field: ['text'] });
  }
}

/** More links than a comment may have. */
export class CommentWithManyLinks extends DomainError {
  readonly code = 'INVALID_INPUT';
  readonly reason = 'comment_with_many_links';

  constructor(max: number) {
    super(`A comment may have at most ${max} links.`, { field: ['text'], params: { max } });
  }
}

/** HTML in a comment is an attempt at something or a mistake, never a comment. */
export class CommentWithMarkup extends DomainError {
  readonly code = 'INVALID_INPUT';
  readonly reason = 'comment_with_markup';

  constructor() {
    super('Comments are plain text: HTML is not accepted.', { field: ['text'] });
  }
}

/** A word that is not wanted here; which one is not told. */
export class CommentBlocked extends DomainError {
  readonly code = 'BLOCKED';
  readonly reason = 'comment_blocked';

  constructor() {
    super('This comment has words that are not accepted here.', { field: ['text'] });
  }
}
