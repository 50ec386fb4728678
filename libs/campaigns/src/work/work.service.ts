import { Injectable } from '@nestjs/common';
import { requireActive } from '@moments/identity';
import {
  type AccountId,
  type EngagementId,
  idempotencyKey,
  type MomentId,
  parseInput,
  textSchema,
} from '@moments/kernel';
import { MomentsPublishing } from '@moments/moments';
import { Database, mapConstraints, type Tx } from '@moments/platform';
import { z } from 'zod';
import { EngagementNotInState } from '../campaigns.errors.js';
import { recordCommand } from '../commands.store.js';
import { EngagementLifecycle } from '../places/engagement-lifecycle.js';
import { lockEngagement, type LockedEngagement } from '../places/engagements.store.js';
import { checkSubmission } from './domain/submission.js';
import { orderTermsOf } from './ordered.store.js';
import { Parties, requireSide } from './parties.js';
import { Settlement } from './settlement.service.js';
import { decideSubmission, insertSubmission } from './submissions.store.js';
import { CommentRequired, MomentNotForOrder, NoRevisionsLeft, TooLate } from './work.errors.js';
import { WorkTiming } from './work-timing.js';

export interface SubmitWork {
  accountId: AccountId;
  engagementId: EngagementId;
  momentId: MomentId;
  idempotencyKey: string;
}

export interface ReviewWork {
  accountId: AccountId;
  engagementId: EngagementId;
  approve: boolean;
  /** Which changes are wanted; required unless it is approved. */
  comment?: string | null;
  idempotencyKey: string;
}

const submission = z.object({ idempotencyKey });
const review = z.object({
  approve: z.boolean(),
  comment: textSchema({ max: 2_000, maxLineBreaks: 50 }).nullish(),
  idempotencyKey,
});

/** What the two sides do with the work itself. Repeating a key changes nothing. */
@Injectable()
export class WorkService {
  constructor(
    private readonly database: Database,
    private readonly parties: Parties,
    private readonly lifecycle: EngagementLifecycle,
    private readonly settlement: Settlement,
    private readonly publishing: MomentsPublishing,
    private readonly timing: WorkTiming,
  ) {}

  /**
   * Hands in a moment that was made for the order. Throws `NotFound` for what is not the creator's own,
   * `EngagementNotInState`, `TooLate`, `IdempotencyConflict`, and what {@link checkSubmission} says of the moment.
   */
  async submit({ accountId, engagementId, momentId, ...input }: SubmitWork): Promise<void> {
    const { idempotencyKey: key } = parseInput(submission, input);
    const { now, reviewDueAt } = await this.timing.ofReview();
    await this.database.transaction(async (tx) => {
      await requireActive(tx, accountId);
      const command = { accountId, idempotencyKey: key, command: 'submit-work', at: now };
      if (await recordCommand(tx, { ...command, input: { engagementId, momentId }, subjectId: engagementId })) return;
      const locked = requireSide(await lockEngagement(tx, engagementId), { accountId }, 'CREATOR');
      const { engagement } = locked;
      if (engagement.status !== 'ACCEPTED' && engagement.status !== 'REVISION_REQUESTED') {
        throw new EngagementNotInState(engagement.status);
      }
      if (engagement.dueAt && engagement.dueAt <= now) throw new TooLate();
      const terms = await orderTermsOf(tx, engagement);
      checkSubmission(await this.publishing.inspect(tx, momentId), { ...terms, creatorId: engagement.creatorId });
      await insertSubmission(tx, { engagementId, momentId, at: now });
      const change = { momentId, submittedAt: now, reviewDueAt, dueAt: null };
      await mapConstraints(this.lifecycle.become(tx, locked, 'SUBMITTED', change), {
        engagements_moment_key: () => new MomentNotForOrder(),
      });
    });
  }

  /**
   * A member of the seller approves what was handed in, or asks for changes. Throws `NotFound`, `EngagementNotInState`,
   * `CommentRequired`, `NoRevisionsLeft`, `SubmissionGone`, `IdempotencyConflict`, and `TooLate` for changes that are asked
   * for once silence has become approval.
   */
  async review({ accountId, engagementId, ...input }: ReviewWork): Promise<void> {
    const { approve, comment, idempotencyKey: key } = parseInput(review, input);
    if (!approve && !comment) throw new CommentRequired();
    const party = await this.parties.of(accountId);
    const { now, revisionDueAt } = await this.timing.ofReview();
    await this.database.transaction(async (tx) => {
      await requireActive(tx, accountId);
      const command = { accountId, idempotencyKey: key, command: 'review-work', at: now };
      const asked = { engagementId, approve, comment: comment ?? undefined };
      if (await recordCommand(tx, { ...command, input: asked, subjectId: engagementId })) return;
      const locked = requireSide(await lockEngagement(tx, engagementId), party, 'SELLER');
      if (locked.engagement.status !== 'SUBMITTED') throw new EngagementNotInState(locked.engagement.status);
      if (approve) return this.settlement.approve(tx, locked, accountId);
      await this.askForChanges(tx, locked, { by: accountId, comment: comment ?? '', now, revisionDueAt });
    });
  }

  private async askForChanges(
    tx: Tx,
    locked: LockedEngagement,
    { by, comment, now, revisionDueAt }: { by: AccountId; comment: string; now: Date; revisionDueAt: Date },
  ): Promise<void> {
    const { engagement } = locked;
    if (engagement.reviewDueAt && engagement.reviewDueAt <= now) throw new TooLate();
    if (engagement.revisionsLeft === 0) throw new NoRevisionsLeft();
    await decideSubmission(tx, { engagementId: engagement.id, decision: 'CHANGES', by, comment, at: now });
    const { deadline } = await orderTermsOf(tx, engagement);
    await this.lifecycle.become(tx, locked, 'REVISION_REQUESTED', {
      revisionsLeft: engagement.revisionsLeft - 1,
      // Whoever handed in at the last moment still has time for changes.
      dueAt: deadline > revisionDueAt ? deadline : revisionDueAt,
      reviewDueAt: null,
    });
  }
}
