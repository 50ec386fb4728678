import type { AccountId, BusinessDay, EngagementId, MomentId } from '@moments/kernel';
import { execute, rows, type Tx } from '@moments/platform';
import type { PublicationOutcome } from './domain/publication.js';

/** Keeps what was handed in; rounds are counted from 1. */
export async function insertSubmission(
  tx: Tx,
  { engagementId, momentId, at }: { engagementId: EngagementId; momentId: MomentId; at: Date },
): Promise<void> {
  await execute(
    tx,
    `insert into submissions (engagement_id, round, moment_id, submitted_at)
     select $1, 1 + count(*), $2, $3 from submissions where engagement_id = $1`,
    [engagementId, momentId, at],
  );
}

/** What was said of the last submission; `by` null for silence. */
export interface Decision {
  readonly engagementId: EngagementId;
  readonly decision: 'APPROVED' | 'CHANGES';
  readonly by: AccountId | null;
  readonly comment?: string;
  readonly at: Date;
}

/** Keeps what was said of the submission that waits for it. */
export async function decideSubmission(tx: Tx, { engagementId, decision, by, comment, at }: Decision): Promise<void> {
  await execute(
    tx,
    `update submissions set decision = $2, decided_by = $3, comment = $4, decided_at = $5
      where engagement_id = $1 and decision is null`,
    [engagementId, decision, by, comment ?? null, at],
  );
}

/** What was found of an approved moment on a day; the last look of a day counts. */
export async function keepCheck(
  tx: Tx,
  check: { engagementId: EngagementId; day: BusinessDay; outcome: PublicationOutcome; at: Date },
): Promise<void> {
  await execute(
    tx,
    `insert into publication_checks (engagement_id, day, outcome, checked_at) values ($1, $2, $3, $4)
     on conflict on constraint publication_checks_pkey do update set outcome = $3, checked_at = $4`,
    [check.engagementId, check.day, check.outcome, check.at],
  );
}

/** The engagement whose work a moment is. */
export async function engagementOfMoment(tx: Tx, momentId: MomentId): Promise<EngagementId | undefined> {
  const [found] = await rows<{ id: EngagementId }>(tx, 'select id from engagements where moment_id = $1', [momentId]);
  return found?.id;
}
