import { accountDeleted } from '@moments/identity';
import type { AccountId } from '@moments/kernel';
import { defineSubscription, HandlesJob, type JobHandler } from '@moments/platform';
import { SellersService } from './sellers.service.js';

const forgetAccount = defineSubscription({ event: accountDeleted, name: 'catalog-forget-account' });

/** An account that is gone acts for no seller. */
@HandlesJob(forgetAccount)
export class ForgetAccount implements JobHandler<{ accountId: AccountId }> {
  constructor(private readonly sellers: SellersService) {}

  handle({ accountId }: { accountId: AccountId }): Promise<void> {
    return this.sellers.forgetAccount(accountId);
  }
}
