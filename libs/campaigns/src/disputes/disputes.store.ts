import type { AccountId, EngagementId, UploadId } from '@moments/kernel';
import { newId } from '@moments/kernel';
import { execute, rows, type Tx } from '@moments/platform';
import type { Side } from '../work/parties.js';

/** A dispute as it is opened. */
export interface NewDispute {
  readonly engagementId: EngagementId;
  readonly openedBy: AccountId;
  readonly side: Side;
  readonly reason: string;
  readonly at: Date;
}

export async function insertDispute(tx: Tx, { engagementId, openedBy, side, reason, at }: NewDispute): Promise<void> {
  await execute(
    tx,
    'insert into disputes (engagement_id, opened_by, side, reason, opened_at) values ($1, $2, $3, $4, $5)',
    [engagementId, openedBy, side, reason, at],
  );
}

/** How an operator ended it. */
export interface Resolution {
  readonly engagementId: EngagementId;
  readonly toCreatorMinor: bigint;
  readonly resolution: string;
  readonly by: AccountId;
  readonly at: Date;
}

export async function keepResolution(tx: Tx, resolution: Resolution): Promise<void> {
  const { engagementId, toCreatorMinor, resolution: text, by, at } = resolution;
  await execute(
    tx,
    `update disputes set resolution = $2, to_creator_minor = $3, resolved_by = $4, resolved_at = $5
      where engagement_id = $1 and resolved_at is null`,
    [engagementId, text, `${toCreatorMinor}`, by, at],
  );
}

/** What one side says about it. */
export interface NewStatement {
  readonly engagementId: EngagementId;
  readonly authorId: AccountId;
  readonly side: Side;
  readonly text: string;
  readonly uploadIds: readonly UploadId[];
  readonly at: Date;
}

export async function insertStatement(tx: Tx, statement: NewStatement): Promise<void> {
  const { engagementId, authorId, side, text, uploadIds, at } = statement;
  await execute(
    tx,
    `insert into dispute_statements (engagement_id, id, author_id, side, text, upload_ids, stated_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [engagementId, newId<'dispute'>(), authorId, side, text, uploadIds, at],
  );
}

/** How often a side has spoken already. */
export async function countStatements(tx: Tx, engagementId: EngagementId, side: Side): Promise<number> {
  const [counted] = await rows<{ count: number }>(
    tx,
    'select count(*)::int as count from dispute_statements where engagement_id = $1 and side = $2',
    [engagementId, side],
  );
  return counted?.count ?? 0;
}
