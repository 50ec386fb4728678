import type { AccountId, NotificationId, TimePosition } from '@moments/kernel';
import type { NotificationDetails } from '../domain/act.js';
import { kindRules, type NotificationKind, type SubjectKind } from '../domain/kinds.js';

/** What somebody is told, as they may see it. */
export interface NotificationView {
  id: NotificationId;
  kind: NotificationKind;
  /** An id of what `subjectKind` says, or the reader's own. It may be gone. */
  subjectId: string;
  subjectKind: SubjectKind;
  /** The newest who acted, at most three, without those who are hidden from the reader. */
  actorIds: readonly AccountId[];
  actorsCount: number;
  details: NotificationDetails;
  /** Of the last act. */
  createdAt: Date;
  readAt?: Date;
}

export interface NotificationRow extends Omit<NotificationView, 'subjectKind' | 'details' | 'readAt'> {
  details: NotificationDetails | null;
  readAt: Date | null;
}

export const toView = (row: NotificationRow): NotificationView => ({
  ...row,
  subjectKind: kindRules[row.kind].subject,
  details: row.details ?? {},
  readAt: row.readAt ?? undefined,
});

/** Where a notification stands in its reader's list. */
export const positionOf = ({ createdAt, id }: NotificationView): TimePosition => ({ at: createdAt, id });
