import type { AccountId, AssetId, MomentId } from '@moments/kernel';
import { execute, rows, type Tx } from '@moments/platform';
import { MomentEntity } from './moment.entity.js';

/** Held until the transaction ends: two calls with one key must not both see that there is none yet. */
export async function lockMomentsOf(tx: Tx, authorId: AccountId): Promise<void> {
  await execute(tx, 'select pg_advisory_xact_lock(hashtextextended($1, 0))', [`moments:${authorId}`]);
}

/** The moment, locked: what is decided from its status must still be true when it is written. */
export const lockMoment = (tx: Tx, id: MomentId): Promise<MomentEntity | null> =>
  tx.findOne(MomentEntity, { where: { id }, lock: { mode: 'pessimistic_write' } });

/** The moment that an asset belongs to. */
export async function momentOfAsset(tx: Tx, assetId: AssetId): Promise<MomentId | undefined> {
  const [found] = await rows<{ id: MomentId }>(tx, 'select moment_id as id from moment_assets where asset_id = $1', [
    assetId,
  ]);
  return found?.id;
}

/** Assets of a moment in their order. */
export async function assetIdsOf(tx: Tx, momentId: MomentId): Promise<AssetId[]> {
  const assets = await rows<{ id: AssetId }>(
    tx,
    'select asset_id as id from moment_assets where moment_id = $1 order by position',
    [momentId],
  );
  return assets.map(({ id }) => id);
}

/**
 * Moments after `id`, in the order of their ids, that should have gone on before `before`: those being made that nothing
 * has happened to since, and drafts whose hour was earlier.
 */
export async function overdueMoments(tx: Tx, page: { after: MomentId; before: Date; limit: number }) {
  const overdue = await rows<{ id: MomentId }>(
    tx,
    `select id from moments
      where id > $1 and ((status = 'PROCESSING' and updated_at <= $2) or (status = 'DRAFT' and publish_at <= $2
             and (campaign_id is null or released_at is not null)))
      order by id limit $3`,
    [page.after, page.before, page.limit],
  );
  return overdue.map(({ id }) => id);
}
