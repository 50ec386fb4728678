import { Injectable } from '@nestjs/common';
import { ProfilesService } from '@moments/identity';
import { type AccountId, type AssetId, Clock, type UploadId } from '@moments/kernel';
import { AssetsService } from '@moments/media';
import { Database, Events, type Tx } from '@moments/platform';
import { avatarFailed } from './avatars.events.js';
import { assetsOf, deleteAvatar, lockAvatar, lockAvatarAwaiting, openAvatar, saveAvatar } from './avatars.store.js';

/**
 * The pictures of profiles. A new one is made from an upload and takes the old one's place when it is ready; what is no
 * longer shown is removed. Every step done again changes nothing.
 */
@Injectable()
export class AvatarsService {
  constructor(
    private readonly database: Database,
    private readonly assets: AssetsService,
    private readonly profiles: ProfilesService,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /**
   * Begins to make a picture of the account's own upload for an `AVATAR`; one that was still being made is not wanted any
   * more. Throws `NotFound`, `UploadNotCompleted`, `UploadAlreadyUsed` with the field `avatarUploadId`.
   */
  async expect(tx: Tx, { accountId, uploadId }: { accountId: AccountId; uploadId: UploadId }): Promise<void> {
    const now = this.clock.now();
    const state = await openAvatar(tx, accountId, now);
    if (state.uploadId === uploadId) return;
    const { id } = await this.assets.processOne(tx, {
      ownerId: accountId,
      uploadId,
      purpose: 'AVATAR',
      field: ['avatarUploadId'],
    });
    if (state.expectedAssetId) await this.assets.remove(tx, [state.expectedAssetId]);
    await saveAvatar(tx, { ...state, uploadId, expectedAssetId: id }, now);
  }

  /** Shows no picture any more, and waits for none. */
  async clear(tx: Tx, accountId: AccountId): Promise<void> {
    const state = await lockAvatar(tx, accountId);
    if (!state) return;
    await this.profiles.setAvatar(tx, accountId, null);
    await this.assets.remove(tx, assetsOf(state));
    await saveAvatar(tx, { accountId, uploadId: null, expectedAssetId: null, currentAssetId: null }, this.clock.now());
  }

  /** Shows the picture that somebody has waited for; nothing happens when nobody has. */
  async show(assetId: AssetId): Promise<void> {
    await this.database.transaction(async (tx) => {
      const state = await lockAvatarAwaiting(tx, assetId);
      const [asset] = state ? await this.assets.byIds(tx, [assetId]) : [];
      if (!state || asset?.content?.kind !== 'photo') return;
      await this.profiles.setAvatar(tx, state.accountId, asset.content.image);
      if (state.currentAssetId) await this.assets.remove(tx, [state.currentAssetId]);
      await saveAvatar(tx, { ...state, expectedAssetId: null, currentAssetId: assetId }, this.clock.now());
    });
  }

  /** Waits no longer for a picture that could not be made; what is shown stays. Told by `avatarFailed`. */
  async giveUp(assetId: AssetId): Promise<void> {
    await this.database.transaction(async (tx) => {
      const state = await lockAvatarAwaiting(tx, assetId);
      if (!state) return;
      await saveAvatar(tx, { ...state, uploadId: null, expectedAssetId: null }, this.clock.now());
      await this.assets.remove(tx, [assetId]);
      await this.events.emit(tx, avatarFailed, { accountId: state.accountId, assetId });
    });
  }

  /** Removes the asset of a picture that the profile shows no more; one that is still being made is shown when it is ready. */
  async dropUnshown(accountId: AccountId): Promise<void> {
    await this.database.transaction(async (tx) => {
      const state = await lockAvatar(tx, accountId);
      if (!state?.currentAssetId || (await this.profiles.hasAvatar(tx, accountId))) return;
      await this.assets.remove(tx, [state.currentAssetId]);
      const uploadId = state.expectedAssetId ? state.uploadId : null;
      await saveAvatar(tx, { ...state, uploadId, currentAssetId: null }, this.clock.now());
    });
  }

  /** Removes what an account that is gone has shown. */
  async erase(accountId: AccountId): Promise<void> {
    await this.database.transaction(async (tx) => this.assets.remove(tx, await deleteAvatar(tx, accountId)));
  }
}
