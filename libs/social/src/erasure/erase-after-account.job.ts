import { accountDeleted } from '@moments/identity';
import type { AccountId } from '@moments/kernel';
import { defineSubscription, HandlesJob, type JobHandler } from '@moments/platform';
import { ErasureService } from './erasure.service.js';

const eraseAfterAccount = defineSubscription({
  event: accountDeleted,
  name: 'social-erase-account',
  timeoutMs: 600_000,
});

/** An account that is gone likes nothing, follows nobody and is followed by nobody. */
@HandlesJob(eraseAfterAccount)
export class EraseAfterAccount implements JobHandler<{ accountId: AccountId }> {
  constructor(private readonly erasure: ErasureService) {}

  handle({ accountId }: { accountId: AccountId }): Promise<void> {
    return this.erasure.eraseAccount(accountId);
  }
}
