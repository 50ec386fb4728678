import { Injectable } from '@nestjs/common';
import {
  type AccountId,
  type ModerationCaseId,
  type Page,
  pageOf,
  type PageWindow,
  type ReportReason,
  type TimePosition,
} from '@moments/kernel';
import { Database, statement } from '@moments/platform';
import type { CaseOutcome } from '../domain/moderation-case.js';
import { type Subject, type SubjectColumns, subjectOf } from '../domain/subject.js';

/** A case as moderators read it. */
export interface CaseView {
  id: ModerationCaseId;
  subject: Subject;
  authorId: AccountId;
  /** Each once, in the order they came. */
  reasons: readonly ReportReason[];
  reports: number;
  /** The author's words when it is an appeal. */
  appeal: string | null;
  openedAt: Date;
  outcome: CaseOutcome | null;
  closedAt: Date | null;
  /** How often moderators have decided on the same subject before. */
  previousDecisions: number;
}

/** A report as moderators read it; who made it is nobody's business. */
export interface CaseReport {
  reason: ReportReason;
  comment: string | null;
  createdAt: Date;
}

interface CaseRow extends Omit<CaseView, 'subject'>, SubjectColumns {}

const columns = `cases.id, cases.subject_kind as "subjectKind", cases.subject_id as "subjectId",
  cases.author_id as "authorId", cases.reasons, cases.reports, cases.appeal, cases.opened_at as "openedAt",
  cases.outcome, cases.closed_at as "closedAt",
  (select count(*)::int from moderation_cases as earlier
    where earlier.subject_kind = cases.subject_kind and earlier.subject_id = cases.subject_id
      and earlier.outcome in ('APPROVED', 'REJECTED') and earlier.id < cases.id) as "previousDecisions"`;

// The first page starts after a position that nothing precedes, so that every page is the same walk along the index.
const beforeAll = ['-infinity', '00000000-0000-0000-0000-000000000000'] as const;
const queue = statement(
  'moderation.queue',
  `select ${columns} from moderation_cases as cases
    where closed_at is null and author_id <> $1 and (opened_at, id) > ($2::timestamptz, $3::uuid)
    order by opened_at, id limit $4`,
);

const byIds = statement(
  'moderation.cases_by_id',
  `select ${columns} from moderation_cases as cases where id = any($1) and author_id <> $2`,
);

// An appeal is about the same reports as the decision that it is against.
const reportsOf = statement(
  'moderation.reports_of_cases',
  `select cases.id as "caseId", newest.* from moderation_cases as cases
    cross join lateral (
      select reason, comment, created_at as "createdAt" from reports
       where case_id = coalesce(cases.appeal_of, cases.id) order by created_at desc, id desc limit $2) as newest
    where cases.id = any($1)
    order by newest."createdAt" desc`,
);

/** Cases as moderators read them; nobody reads those about their own things. Each method costs one statement. */
@Injectable()
export class CasesQueries {
  constructor(private readonly database: Database) {}

  /** Open cases, the oldest first. */
  async queue(
    moderatorId: AccountId,
    { limit, after }: PageWindow<TimePosition>,
  ): Promise<Page<CaseView, TimePosition>> {
    const start = after ? [after.at, after.id] : beforeAll;
    const found = await this.database.read<CaseRow>(queue, [moderatorId, ...start, limit + 1]);
    return pageOf(found, limit, (row) => ({ item: toCaseView(row), position: { at: row.openedAt, id: row.id } }));
  }

  /** Open and closed ones. */
  async byIds(moderatorId: AccountId, ids: readonly ModerationCaseId[]): Promise<Map<ModerationCaseId, CaseView>> {
    const found = await this.database.read<CaseRow>(byIds, [ids, moderatorId]);
    return new Map(found.map((row) => [row.id, toCaseView(row)]));
  }

  /** The newest reports of each case. */
  async reportsOf(
    ids: readonly ModerationCaseId[],
    { limit }: { limit: number },
  ): Promise<Map<ModerationCaseId, CaseReport[]>> {
    const found = await this.database.read<CaseReport & { caseId: ModerationCaseId }>(reportsOf, [ids, limit]);
    const ofEach = new Map<ModerationCaseId, CaseReport[]>(ids.map((id) => [id, []]));
    for (const { caseId, ...report } of found) ofEach.get(caseId)?.push(report);
    return ofEach;
  }
}

const toCaseView = ({ subjectKind, subjectId, ...row }: CaseRow): CaseView => ({
  ...row,
  subject: subjectOf({ subjectKind, subjectId }),
});
