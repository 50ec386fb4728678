import { type AccountId, idFromUuid, type MomentId } from '@moments/kernel';
import { HandlesJob, type JobHandler } from '@moments/platform';
import { MomentLifecycle } from './moment-lifecycle.js';
import { publishMoment, removeMomentsOfAccount, settleFailedMoment, settleReadyMoment } from './moments.jobs.js';

@HandlesJob(publishMoment)
export class PublishMomentHandler implements JobHandler<{ momentId: MomentId }> {
  constructor(private readonly lifecycle: MomentLifecycle) {}

  handle({ momentId }: { momentId: MomentId }): Promise<void> {
    return this.lifecycle.publishDue(momentId);
  }
}

@HandlesJob(settleReadyMoment)
export class SettleReadyMomentHandler implements JobHandler<{ assetId: string }> {
  constructor(private readonly lifecycle: MomentLifecycle) {}

  handle({ assetId }: { assetId: string }): Promise<void> {
    return this.lifecycle.settleByAsset(idFromUuid<'asset'>(assetId));
  }
}

@HandlesJob(settleFailedMoment)
export class SettleFailedMomentHandler implements JobHandler<{ assetId: string }> {
  constructor(private readonly lifecycle: MomentLifecycle) {}

  handle({ assetId }: { assetId: string }): Promise<void> {
    return this.lifecycle.settleByAsset(idFromUuid<'asset'>(assetId));
  }
}

@HandlesJob(removeMomentsOfAccount)
export class RemoveMomentsOfAccountHandler implements JobHandler<{ accountId: AccountId }> {
  constructor(private readonly lifecycle: MomentLifecycle) {}

  handle({ accountId }: { accountId: AccountId }): Promise<void> {
    return this.lifecycle.removeAllOf(accountId);
  }
}
