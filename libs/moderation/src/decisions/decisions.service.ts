import { Injectable } from '@nestjs/common';
import { Audit } from '@moments/identity';
import {
  type AccountId,
  Clock,
  type ModerationCaseId,
  NotFound,
  parseInput,
  type ReportReason,
  reportReasons,
  textSchema,
  toGlobalId,
} from '@moments/kernel';
import { Database, Settings, type Tx } from '@moments/platform';
import { z } from 'zod';
import { closeDecided, closeGone, lockCase, type LockedCase, subjectOfCase } from '../cases/cases.store.js';
import { type Decision, isSameDecision } from '../domain/moderation-case.js';
import { globalIdOf, subjectOf } from '../domain/subject.js';
import { CaseClosed, OwnCase } from '../moderation.errors.js';
import { moderationRules, type ModerationRules } from '../moderation.settings.js';
import { SubjectsService } from '../subjects/subjects.service.js';
import { lockSubject } from '../subjects/subjects.store.js';

/** What a moderator decides. */
export interface DecideCommand {
  moderatorId: AccountId;
  caseId: ModerationCaseId;
  /** True: it stays. False: it is taken away, which needs a reason. */
  approve: boolean;
  reason?: ReportReason | null;
  /** To the author, in the moderator's own words. */
  message?: string | null;
}

const newDecision = ({ maxMessageLength }: ModerationRules) =>
  z
    .object({
      approve: z.boolean(),
      reason: z.enum(reportReasons).nullish(),
      message: textSchema({ max: maxMessageLength, maxLineBreaks: 50 }).nullish(),
    })
    .transform(({ approve, reason, message }, context): Decision => {
      if (approve) return { outcome: 'APPROVED' };
      if (reason) return { outcome: 'REJECTED', reason, message: message ?? '' };
      context.addIssue({ code: 'custom', path: ['reason'], message: 'must be told when something is taken away' });
      return z.NEVER;
    });

/** Decides cases. A decision is made once, and is audited. */
@Injectable()
export class DecisionsService {
  constructor(
    private readonly database: Database,
    private readonly settings: Settings,
    private readonly subjects: SubjectsService,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /**
   * Lets the subject of a case stand, or takes it away: a moment is rejected, a comment removed, a profile emptied. The
   * same decision again changes nothing. Throws `InvalidInput`, `NotFound`, `OwnCase`; `CaseClosed` when it was decided
   * otherwise or the subject has gone.
   */
  async decide({ moderatorId, caseId, ...input }: DecideCommand): Promise<void> {
    const decision = parseInput(newDecision(await this.settings.get(moderationRules)), input);
    const decided = await this.database.transaction(async (tx) => {
      const open = await this.lockOpen(tx, { moderatorId, caseId, decision });
      return open === undefined || this.close(tx, open, { decision, by: moderatorId });
    });
    // Told only now: that the case has closed must stay written.
    if (!decided) throw new CaseClosed();
  }

  /** Nothing when it was decided just so already. */
  private async lockOpen(
    tx: Tx,
    { moderatorId, caseId, decision }: { moderatorId: AccountId; caseId: ModerationCaseId; decision: Decision },
  ): Promise<LockedCase | undefined> {
    const subject = await subjectOfCase(tx, caseId);
    if (!subject) throw new NotFound('moderationCase', ['caseId']);
    await lockSubject(tx, subjectOf(subject));
    const found = await lockCase(tx, caseId);
    if (!found) throw new NotFound('moderationCase', ['caseId']);
    if (found.authorId === moderatorId) throw new OwnCase();
    if (found.closedAt === null) return found;
    if (!isSameDecision(found, decision)) throw new CaseClosed();
    return undefined;
  }

  /** False when there is nothing left to decide on. */
  private async close(
    tx: Tx,
    open: LockedCase,
    { decision, by }: { decision: Decision; by: AccountId },
  ): Promise<boolean> {
    const subject = subjectOf(open);
    const at = this.clock.now();
    const done =
      decision.outcome === 'APPROVED'
        ? await this.subjects.approve(tx, subject)
        : // What was looked at twice is settled.
          await this.subjects.reject(tx, subject, { ...decision, appealable: open.appeal === null });
    if (!done) {
      await closeGone(tx, subject, at);
      return false;
    }
    await closeDecided(tx, open.id, { decision, by, at });
    await this.audit.record(tx, {
      actor: by,
      action: decision.outcome === 'APPROVED' ? 'moderation.approved' : 'moderation.rejected',
      subject: globalIdOf(subject),
      details: {
        caseId: toGlobalId('moderationCase', open.id),
        reason: decision.outcome === 'REJECTED' ? decision.reason : null,
        reports: open.reports,
        appeal: open.appeal !== null,
      },
    });
    return true;
  }
}
