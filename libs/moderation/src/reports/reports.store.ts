import { type AccountId, type ModerationCaseId, newId, type ReportReason } from '@moments/kernel';
import { execute, rows, type Tx } from '@moments/platform';
import type { Subject } from '../domain/subject.js';

/** Held until the transaction ends: two reports of one account must not both be the last that it may make. */
export async function lockReporter(tx: Tx, reporterId: AccountId): Promise<void> {
  await execute(tx, 'select pg_advisory_xact_lock(hashtextextended($1, 0))', [`reporter:${reporterId}`]);
}

export async function hasReported(tx: Tx, reporterId: AccountId, { kind, id }: Subject): Promise<boolean> {
  const sql = 'select from reports where reporter_id = $1 and subject_kind = $2 and subject_id = $3';
  return (await rows(tx, sql, [reporterId, kind, id])).length > 0;
}

/** How many reports an account has made since. */
export async function reportsSince(tx: Tx, reporterId: AccountId, since: Date): Promise<number> {
  const sql = 'select count(*)::int as made from reports where reporter_id = $1 and created_at > $2';
  const [counted] = await rows<{ made: number }>(tx, sql, [reporterId, since]);
  return counted?.made ?? 0;
}

export interface NewReport {
  caseId: ModerationCaseId;
  reporterId: AccountId;
  subject: Subject;
  reason: ReportReason;
  comment: string | null;
  createdAt: Date;
}

/** Adds a report to its case, open or not, and gives how many that has now. The subject must be locked. */
export async function addReport(tx: Tx, report: NewReport): Promise<number> {
  const { caseId, reporterId, subject, reason, comment, createdAt } = report;
  await execute(
    tx,
    `insert into reports (id, case_id, reporter_id, subject_kind, subject_id, reason, comment, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [newId<'report'>(), caseId, reporterId, subject.kind, subject.id, reason, comment, createdAt],
  );
  const [counted] = await rows<{ reports: number }>(
    tx,
    `update moderation_cases
        set reports = reports + 1,
            reasons = case when $2 = any(reasons) then reasons else array_append(reasons, $2) end
      where id = $1 returning reports`,
    [caseId, reason],
  );
  return counted?.reports ?? 0;
}
