import { accountDeleted, profileReset } from '@moments/identity';
import { type AccountId, idFromUuid } from '@moments/kernel';
import { assetFailed, assetReady } from '@moments/media';
import { defineSubscription, HandlesJob, type JobHandler } from '@moments/platform';
import { AvatarsService } from './avatars.service.js';

const showAvatar = defineSubscription({ event: assetReady, name: 'social-show-avatar' });
const giveUpAvatar = defineSubscription({ event: assetFailed, name: 'social-give-up-avatar' });
const dropResetAvatar = defineSubscription({ event: profileReset, name: 'social-drop-reset-avatar' });
const eraseAvatar = defineSubscription({ event: accountDeleted, name: 'social-erase-avatar' });

@HandlesJob(showAvatar)
export class ShowAvatarHandler implements JobHandler<{ assetId: string }> {
  constructor(private readonly avatars: AvatarsService) {}

  handle({ assetId }: { assetId: string }): Promise<void> {
    return this.avatars.show(idFromUuid<'asset'>(assetId));
  }
}

@HandlesJob(giveUpAvatar)
export class GiveUpAvatarHandler implements JobHandler<{ assetId: string }> {
  constructor(private readonly avatars: AvatarsService) {}

  handle({ assetId }: { assetId: string }): Promise<void> {
    return this.avatars.giveUp(idFromUuid<'asset'>(assetId));
  }
}

@HandlesJob(dropResetAvatar)
export class DropResetAvatarHandler implements JobHandler<{ accountId: AccountId }> {
  constructor(private readonly avatars: AvatarsService) {}

  handle({ accountId }: { accountId: AccountId }): Promise<void> {
    return this.avatars.dropUnshown(accountId);
  }
}

@HandlesJob(eraseAvatar)
export class EraseAvatarHandler implements JobHandler<{ accountId: AccountId }> {
  constructor(private readonly avatars: AvatarsService) {}

  handle({ accountId }: { accountId: AccountId }): Promise<void> {
    return this.avatars.erase(accountId);
  }
}
