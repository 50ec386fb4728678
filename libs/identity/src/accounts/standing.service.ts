import { Injectable } from '@nestjs/common';
import { type AccountId, Clock, NotFound, toGlobalId } from '@moments/kernel';
import { Database, execute } from '@moments/platform';
import { AccessState } from '../access/access-state.js';
import { Audit } from '../audit/audit.js';
import { lockAccount } from './accounts.store.js';

/** What operators do to accounts: keep somebody out, and let them back in. */
@Injectable()
export class StandingService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: Audit,
    private readonly state: AccessState,
  ) {}

  /** Shuts the account out at once, on every device, until it is reinstated. Throws `NotFound`. */
  suspend(accountId: AccountId, decision: { by: AccountId | null; reason: string }): Promise<void> {
    return this.set(accountId, { ...decision, status: 'suspended', action: 'account.suspended' });
  }

  /** Lets the account in again, its sessions as they were. Throws `NotFound`. */
  reinstate(accountId: AccountId, decision: { by: AccountId | null; reason: string }): Promise<void> {
    return this.set(accountId, { ...decision, status: 'active', action: 'account.reinstated' });
  }

  private async set(
    accountId: AccountId,
    change: { by: AccountId | null; reason: string; status: 'active' | 'suspended'; action: string },
  ): Promise<void> {
    const { by, reason, status, action } = change;
    await this.database.transaction(async (tx) => {
      const account = await lockAccount(tx, accountId);
      if (!account || account.status === 'deleted') throw new NotFound('account');
      if (account.status === status) return;
      await execute(tx, 'update accounts set status = $2, status_changed_at = $3 where id = $1', [
        accountId,
        status,
        this.clock.now(),
      ]);
      await this.audit.record(tx, {
        actor: by,
        action,
        subject: toGlobalId('account', accountId),
        details: { reason },
      });
      this.state.accountChanged(tx, accountId);
    });
  }
}
