import { type AccountId, type ModerationCaseId, type MomentId, newId, type ReportReason } from '@moments/kernel';
import { execute, rows, type Tx } from '@moments/platform';
import type { CaseOutcome, Decision } from '../domain/moderation-case.js';
import type { Subject, SubjectColumns } from '../domain/subject.js';

/** A case under lock. */
export interface LockedCase extends SubjectColumns {
  id: ModerationCaseId;
  authorId: AccountId;
  reasons: ReportReason[];
  reports: number;
  appeal: string | null;
  outcome: CaseOutcome | null;
  reason: ReportReason | null;
  message: string | null;
  closedAt: Date | null;
}

const columns = `id, subject_kind as "subjectKind", subject_id as "subjectId", author_id as "authorId", reasons, reports,
  appeal, outcome, reason, message, closed_at as "closedAt"`;

/** The newest case of a subject, open or not. The subject must be locked. */
export async function lastCaseOf(tx: Tx, { kind, id }: Subject): Promise<LockedCase | undefined> {
  const [found] = await rows<LockedCase>(
    tx,
    `select ${columns} from moderation_cases where subject_kind = $1 and subject_id = $2
      order by opened_at desc, id desc limit 1`,
    [kind, id],
  );
  return found;
}

/** A case by its id, locked. */
export async function lockCase(tx: Tx, caseId: ModerationCaseId): Promise<LockedCase | undefined> {
  const sql = `select ${columns} from moderation_cases where id = $1 for update`;
  const [found] = await rows<LockedCase>(tx, sql, [caseId]);
  return found;
}

/** What a case is about. */
export async function subjectOfCase(tx: Tx, caseId: ModerationCaseId): Promise<SubjectColumns | undefined> {
  const sql = 'select subject_kind as "subjectKind", subject_id as "subjectId" from moderation_cases where id = $1';
  const [found] = await rows<SubjectColumns>(tx, sql, [caseId]);
  return found;
}

/** A case as it begins. */
export interface NewCase {
  subject: Subject;
  authorId: AccountId;
  momentId: MomentId | null;
  reasons: readonly ReportReason[];
  openedAt: Date;
  /** The author's words, the case that they are about and how often that was reported. */
  appeal?: { text: string; of?: ModerationCaseId; reports: number };
}

/** Opens a case. The subject must be locked and have no open one. */
export async function openCase(tx: Tx, opened: NewCase): Promise<ModerationCaseId> {
  const { subject, authorId, momentId, reasons, openedAt, appeal } = opened;
  const id = newId<'moderationCase'>();
  await execute(
    tx,
    `insert into moderation_cases
       (id, subject_kind, subject_id, author_id, moment_id, reasons, reports, appeal, appeal_of, opened_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      ...[id, subject.kind, subject.id, authorId, momentId, reasons],
      ...[appeal?.reports ?? 0, appeal?.text ?? null, appeal?.of ?? null, openedAt],
    ],
  );
  return id;
}

/** Closes a case as its moderator has decided. */
export async function closeDecided(
  tx: Tx,
  caseId: ModerationCaseId,
  { decision, by, at }: { decision: Decision; by: AccountId; at: Date },
): Promise<void> {
  const { reason, message } = decision.outcome === 'REJECTED' ? decision : { reason: null, message: null };
  await execute(
    tx,
    `update moderation_cases set outcome = $2, reason = $3, message = $4, decided_by = $5, closed_at = $6 where id = $1`,
    [caseId, decision.outcome, reason, message, by, at],
  );
}

/** Closes the open case of a locked subject that has gone; without one nothing happens. */
export async function closeGone(tx: Tx, { kind, id }: Subject, at: Date): Promise<void> {
  await execute(
    tx,
    `update moderation_cases set outcome = 'GONE', closed_at = $3
      where subject_kind = $1 and subject_id = $2 and closed_at is null`,
    [kind, id, at],
  );
}
