import type { AccountId, AssetId, UploadId } from '@moments/kernel';
import { execute, rows, type Tx } from '@moments/platform';

/** What an account shows and is waiting for. */
export interface AvatarState {
  accountId: AccountId;
  /** What was asked for last; missing when nothing was, or it could not be used. */
  uploadId: UploadId | null;
  expectedAssetId: AssetId | null;
  currentAssetId: AssetId | null;
}

const columns = `account_id as "accountId", upload_id as "uploadId", expected_asset_id as "expectedAssetId",
                 current_asset_id as "currentAssetId"`;

/** Locked, so that pictures which come at once replace one another in turn; `undefined` when there was never one. */
export async function lockAvatar(tx: Tx, accountId: AccountId): Promise<AvatarState | undefined> {
  const sql = `select ${columns} from avatars where account_id = $1 for update`;
  const [state] = await rows<AvatarState>(tx, sql, [accountId]);
  return state;
}

/** The same, made when there is none yet. */
export async function openAvatar(tx: Tx, accountId: AccountId, now: Date): Promise<AvatarState> {
  const sql = 'insert into avatars (account_id, changed_at) values ($1, $2) on conflict do nothing';
  await execute(tx, sql, [accountId, now]);
  const state = await lockAvatar(tx, accountId);
  if (!state) throw new Error(`the avatar of ${accountId} is not there`);
  return state;
}

/** The same for whoever is waiting for this asset; `undefined` when nobody is. */
export async function lockAvatarAwaiting(tx: Tx, assetId: AssetId): Promise<AvatarState | undefined> {
  const sql = `select ${columns} from avatars where expected_asset_id = $1 for update`;
  const [state] = await rows<AvatarState>(tx, sql, [assetId]);
  return state;
}

export async function saveAvatar(tx: Tx, state: AvatarState, now: Date): Promise<void> {
  await execute(
    tx,
    `update avatars set upload_id = $2, expected_asset_id = $3, current_asset_id = $4, changed_at = $5
      where account_id = $1`,
    [state.accountId, state.uploadId, state.expectedAssetId, state.currentAssetId, now],
  );
}

/** Forgets the account's pictures and gives their assets. */
export async function deleteAvatar(tx: Tx, accountId: AccountId): Promise<AssetId[]> {
  const [state] = await rows<AvatarState>(tx, `delete from avatars where account_id = $1 returning ${columns}`, [
    accountId,
  ]);
  return state ? assetsOf(state) : [];
}

export const assetsOf = ({ expectedAssetId, currentAssetId }: AvatarState): AssetId[] =>
  [expectedAssetId, currentAssetId].filter((id) => id !== null);
