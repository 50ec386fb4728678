import { Injectable } from '@nestjs/common';
import { type AccountId, Clock, NotFound, toGlobalId } from '@moments/kernel';
import { execute, type Tx } from '@moments/platform';
import { AccessState } from '../access/access-state.js';
import { lockAccount } from '../accounts/accounts.store.js';
import { Audit } from '../audit/audit.js';
import type { GrantableRole } from '../domain/principal.js';

export interface RoleGrant {
  accountId: AccountId;
  role: GrantableRole;
  /** Null from the command line. */
  by: AccountId | null;
}

/** Gives and takes roles. Each change is audited and holds from the account's next request on. */
@Injectable()
export class Grants {
  constructor(
    private readonly clock: Clock,
    private readonly audit: Audit,
    private readonly state: AccessState,
  ) {}

  /** False when the account had the role already; throws `NotFound` for no such account. */
  async grant(tx: Tx, grant: RoleGrant): Promise<boolean> {
    const { accountId, role, by } = grant;
    const account = await lockAccount(tx, accountId);
    if (!account || account.status === 'deleted') throw new NotFound('account');
    const granted = await execute(
      tx,
      `insert into role_grants (account_id, role, granted_by, granted_at) values ($1, $2, $3, $4)
       on conflict on constraint role_grants_pkey do nothing`,
      [accountId, role, by, this.clock.now()],
    );
    return this.changed(tx, grant, { action: 'role.granted', happened: granted === 1 });
  }

  /** False when the account did not have the role. */
  async revoke(tx: Tx, grant: RoleGrant): Promise<boolean> {
    const { accountId, role } = grant;
    const revoked = await execute(tx, 'delete from role_grants where account_id = $1 and role = $2', [accountId, role]);
    return this.changed(tx, grant, { action: 'role.revoked', happened: revoked === 1 });
  }

  private async changed(
    tx: Tx,
    { accountId, role, by }: RoleGrant,
    { action, happened }: { action: string; happened: boolean },
  ): Promise<boolean> {
    if (!happened) return false;
    await this.audit.record(tx, { actor: by, action, subject: toGlobalId('account', accountId), details: { role } });
    this.state.accountChanged(tx, accountId);
    return true;
  }
}
