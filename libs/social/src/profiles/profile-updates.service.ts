import { Injectable } from '@nestjs/common';
import { type ProfileChanges, ProfilesService, requireActive } from '@moments/identity';
import type { AccountId, UploadId } from '@moments/kernel';
import { Database } from '@moments/platform';
import { AvatarsService } from './avatars.service.js';

/** What somebody wants to show of themselves; what is left out stays. */
export interface UpdateProfile extends ProfileChanges {
  accountId: AccountId;
  /** A completed upload for an `AVATAR`, shown once it is processed; null takes the picture away. */
  avatarUploadId?: UploadId | null;
}

/** How people change their profiles: names and picture together, or nothing of it. */
@Injectable()
export class ProfileUpdates {
  constructor(
    private readonly database: Database,
    private readonly profiles: ProfilesService,
    private readonly avatars: AvatarsService,
  ) {}

  /**
   * Throws `InvalidInput`, `HandleTaken`, `HandleChangedTooOften`, `AccountGone`, `AccountSuspended`, and what
   * `AvatarsService.expect` says of the upload.
   */
  async update({ accountId, avatarUploadId, ...changes }: UpdateProfile): Promise<void> {
    const rules = await this.profiles.rules();
    await this.database.transaction(async (tx) => {
      await requireActive(tx, accountId);
      // The picture first, as when it is ready: both ways lock it before the profile.
      if (avatarUploadId === null) await this.avatars.clear(tx, accountId);
      else if (avatarUploadId) await this.avatars.expect(tx, { accountId, uploadId: avatarUploadId });
      await this.profiles.change(tx, accountId, changes, rules);
    });
  }
}
