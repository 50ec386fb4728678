import type { AccountId, CommentId, MomentId } from '@moments/kernel';
import { type NotificationKind, rulesOf } from './kinds.js';

/** What the platform says beside the kind. */
export interface NotificationDetails {
  /** Why something was taken away; a `ReportReason`, or a reason that the product has added since. */
  reason?: string;
  /** A moderator's own words. */
  message?: string;
  /** Who removed a comment. */
  by?: 'author' | 'moderator';
}

/** Something that an account is to be told. */
export interface Act {
  kind: NotificationKind;
  recipientId: AccountId;
  /** A moment's or a comment's id, or the recipient's own. */
  subjectId: string;
  /** Who did it; none when the platform itself tells. */
  actorId?: AccountId;
  /** What tells this act from the next one of its kind on its subject; the actor unless told. */
  actId?: string;
  /** The moment in which it happened, when that is not the subject. */
  momentId?: MomentId;
  /** Comments without which there is nothing to tell: the subject, the act itself. */
  commentIds?: readonly CommentId[];
  details?: NotificationDetails;
}

/** The moment without which the act means nothing: it must stand as the kind says, and takes the notification along. */
export const momentOf = ({ kind, subjectId, momentId }: Act): string | null => {
  const { moment, subject } = rulesOf(kind);
  if (moment === undefined) return null;
  return momentId ?? (subject === 'moment' ? subjectId : null);
};

/** Nobody is told of what they did themselves. */
export const isOwn = ({ recipientId, actorId }: Act): boolean => recipientId === actorId;
