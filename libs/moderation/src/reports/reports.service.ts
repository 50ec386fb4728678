import { Injectable } from '@nestjs/common';
import { requireActive } from '@moments/identity';
import {
  type AccountId,
  after,
  Clock,
  days,
  type ModerationCaseId,
  NotFound,
  parseInput,
  type ReportReason,
  reportReasons,
  textSchema,
} from '@moments/kernel';
import { MomentsModeration } from '@moments/moments';
import { Database, Settings, type Tx } from '@moments/platform';
import { z } from 'zod';
import { lastCaseOf, openCase } from '../cases/cases.store.js';
import { belongsTo } from '../domain/moderation-case.js';
import type { Subject } from '../domain/subject.js';
import { CannotReportYourself, TooManyReports } from '../moderation.errors.js';
import { moderationRules, type ModerationRules } from '../moderation.settings.js';
import { lockSubject, ownerOfShown, type SubjectOwner } from '../subjects/subjects.store.js';
import { addReport, hasReported, lockReporter, reportsSince } from './reports.store.js';

/** What somebody reports, and why. */
export interface ReportCommand {
  reporterId: AccountId;
  subject: Subject;
  reason: ReportReason;
  /** In the reporter's words; only moderators read it. */
  comment?: string | null;
}

const newReport = ({ maxCommentLength }: ModerationRules) =>
  z.object({
    reason: z.enum(reportReasons),
    comment: textSchema({ max: maxCommentLength, maxLineBreaks: 50 })
      .nullish()
      .transform((text) => (text === '' ? null : (text ?? null))),
  });

type CheckedReport = z.output<ReturnType<typeof newReport>>;

/** Takes reports. Of the reporter only their id is kept, and what they wrote, both no longer than their account is there. */
@Injectable()
export class ReportsService {
  constructor(
    private readonly database: Database,
    private readonly settings: Settings,
    private readonly moments: MomentsModeration,
    private readonly clock: Clock,
  ) {}

  /**
   * Reports something that the account can see, or could before blocking its owner: once, again changes nothing. Opens a
   * case unless there is one, or one was decided lately for the same reason. Throws `InvalidInput`, `NotFound`,
   * `CannotReportYourself`, `TooManyReports`, `AccountGone`, `AccountSuspended`.
   */
  async report({ reporterId, subject, ...input }: ReportCommand): Promise<void> {
    const rules = await this.settings.get(moderationRules);
    const report = parseInput(newReport(rules), input);
    await this.database.transaction(async (tx) => {
      await requireActive(tx, reporterId);
      // Always in this order, so that nobody waits in a circle.
      await lockReporter(tx, reporterId);
      await lockSubject(tx, subject);
      if (await hasReported(tx, reporterId, subject)) return;
      const owner = await ownerOfShown(tx, subject, reporterId);
      if (!owner) throw new NotFound(subject.kind, ['subjectId']);
      if (owner.authorId === reporterId) throw new CannotReportYourself();
      const made = await reportsSince(tx, reporterId, after(this.clock.now(), -days(1)));
      if (made >= rules.reportsPerDay) throw new TooManyReports(rules.reportsPerDay);
      await this.add(tx, { reporterId, subject, owner, ...report }, rules);
    });
  }

  private async add(
    tx: Tx,
    report: CheckedReport & { reporterId: AccountId; subject: Subject; owner: SubjectOwner },
    rules: ModerationRules,
  ): Promise<void> {
    const { owner, ...rest } = report;
    const { caseId, open } = await this.caseFor(tx, { ...owner, ...report }, rules);
    const reports = await addReport(tx, { ...rest, caseId, createdAt: this.clock.now() });
    const { subject } = report;
    if (open && subject.kind === 'moment' && reports >= rules.reportsToHide) await this.moments.review(tx, subject.id);
  }

  private async caseFor(
    tx: Tx,
    { subject, authorId, momentId, reason }: SubjectOwner & { subject: Subject; reason: ReportReason },
    rules: ModerationRules,
  ): Promise<{ caseId: ModerationCaseId; open: boolean }> {
    const now = this.clock.now();
    const last = await lastCaseOf(tx, subject);
    if (last && belongsTo(last, { reason, now }, rules)) return { caseId: last.id, open: last.closedAt === null };
    return { caseId: await openCase(tx, { subject, authorId, momentId, reasons: [], openedAt: now }), open: true };
  }
}
