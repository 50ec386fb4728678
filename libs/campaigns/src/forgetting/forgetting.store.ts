import type { AccountId, EngagementId, UploadId } from '@moments/kernel';
import { execute, rows, type Tx } from '@moments/platform';

// What an operator still has to judge by stays until it is decided.
const decided = `select engagement_id from disputes where resolved_at is not null`;

const words = [
  `update engagements set message = null where creator_id = $1 and message is not null`,
  `update engagement_messages set text = '' where author_id = $1 and text <> ''`,
  `update submissions set comment = '' where decided_by = $1 and comment <> ''`,
  `update engagement_ratings set text = '' where author_id = $1 and text <> ''`,
  `update disputes set reason = '' where opened_by = $1 and resolved_at is not null and reason <> ''`,
];

/** Takes away what somebody has written about orders, but for disputes that are not decided yet; gives the files to it. */
export async function eraseWords(tx: Tx, authorId: AccountId): Promise<UploadId[]> {
  for (const erase of words) await execute(tx, erase, [authorId]);
  const said = await rows<{ uploadIds: UploadId[] }>(
    tx,
    `select upload_ids as "uploadIds" from dispute_statements
      where author_id = $1 and text <> '' and engagement_id in (${decided}) order by id for update`,
    [authorId],
  );
  await execute(
    tx,
    `update dispute_statements set text = '', upload_ids = '{}'
      where author_id = $1 and text <> '' and engagement_id in (${decided})`,
    [authorId],
  );
  return said.flatMap(({ uploadIds }) => uploadIds);
}

/** Those who have said something in a dispute and whose account is gone; accounts are identity's own table. */
export async function goneFrom(tx: Tx, engagementId: EngagementId): Promise<AccountId[]> {
  const found = await rows<{ id: AccountId }>(
    tx,
    `select id from accounts
      where status = 'deleted'
        and id in (select opened_by from disputes where engagement_id = $1
                   union select author_id from dispute_statements where engagement_id = $1)
      order by id`,
    [engagementId],
  );
  return found.map(({ id }) => id);
}
