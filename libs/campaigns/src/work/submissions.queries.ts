import { Injectable } from '@nestjs/common';
import type { AccountId, BusinessDay, EngagementId, MomentId } from '@moments/kernel';
import { Database, statement } from '@moments/platform';
import type { PublicationOutcome } from './domain/publication.js';

/** One hand-in, and what was said of it. */
export interface SubmissionView {
  readonly engagementId: EngagementId;
  /** From 1. */
  readonly round: number;
  readonly momentId: MomentId;
  readonly submittedAt: Date;
  readonly decision?: 'APPROVED' | 'CHANGES';
  readonly decidedAt?: Date;
  /** Whether it was silence that decided. */
  readonly bySilence: boolean;
  /** What shall be changed. */
  readonly comment?: string;
}

/** What was found of an approved moment on a business day. */
export interface PublicationCheckView {
  readonly engagementId: EngagementId;
  readonly day: BusinessDay;
  readonly outcome: PublicationOutcome;
}

const submissionsOf = statement(
  'campaigns.submissions-of',
  `select engagement_id as "engagementId", round, moment_id as "momentId", submitted_at as "submittedAt", decision,
     decided_at as "decidedAt", decision is not null and decided_by is null as "bySilence", comment
    from submissions where engagement_id = any($1) order by engagement_id, round`,
);
const checksOf = statement(
  'campaigns.publication-checks-of',
  `select engagement_id as "engagementId", day::text, outcome
     from publication_checks where engagement_id = any($1) order by engagement_id, day`,
);

// One short walk for each moment; the table of members is the catalogue's.
const ordered = statement(
  'campaigns.moments-ordered-by',
  `select engagements.moment_id as id from engagements
     join seller_members as members on members.seller_id = engagements.seller_id and members.account_id = $1
    where engagements.moment_id = any($2)`,
);

type SubmissionRow = Omit<SubmissionView, 'decision' | 'decidedAt' | 'comment'> & {
  decision: SubmissionView['decision'] | null;
  decidedAt: Date | null;
  comment: string | null;
};

/** Reads what was handed in, and what was found of it. For the two sides and operators alone; one statement each. */
@Injectable()
export class SubmissionsQueries {
  constructor(private readonly database: Database) {}

  /** Of these moments, those that were handed in to the seller for whom this account acts: its members see them before others. */
  async orderedBy(accountId: AccountId, momentIds: readonly MomentId[]): Promise<Set<MomentId>> {
    const found = await this.database.read<{ id: MomentId }>(ordered, [accountId, momentIds]);
    return new Set(found.map(({ id }) => id));
  }

  /** Every round, the first first. */
  async ofEngagements(ids: readonly EngagementId[]): Promise<Map<EngagementId, SubmissionView[]>> {
    const found = await this.database.read<SubmissionRow>(submissionsOf, [ids]);
    return grouped(
      ids,
      found.map(({ decision, decidedAt, comment, ...row }) => ({
        ...row,
        decision: decision ?? undefined,
        decidedAt: decidedAt ?? undefined,
        comment: comment ?? undefined,
      })),
    );
  }

  /** Each day that was looked at, in order. */
  async checksOf(ids: readonly EngagementId[]): Promise<Map<EngagementId, PublicationCheckView[]>> {
    return grouped(ids, await this.database.read<PublicationCheckView>(checksOf, [ids]));
  }
}

function grouped<Row extends { engagementId: EngagementId }>(
  ids: readonly EngagementId[],
  found: readonly Row[],
): Map<EngagementId, Row[]> {
  const rows = new Map<EngagementId, Row[]>(ids.map((id) => [id, []]));
  for (const row of found) rows.get(row.engagementId)?.push(row);
  return rows;
}
