import { Injectable } from '@nestjs/common';
import { type AccountId, Clock, type SessionId } from '@moments/kernel';
import { Database, Events, execute, statement } from '@moments/platform';
import { AccessState } from '../access/access-state.js';
import { AccountGone, NoPassword, WrongPassword } from '../identity.errors.js';
import { accountDeleted } from '../identity.events.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { lockAccount } from './accounts.store.js';
import { Credentials } from './credentials.js';
import { eraseAccount } from './erase-account.js';

/** Who asks for a change of their own account, and from which device. */
export interface AccountHolder {
  accountId: AccountId;
  sessionId?: SessionId;
  address: string;
}

export interface ChangePassword {
  currentPassword: string;
  newPassword: string;
}

interface OwnAccount {
  email: string | null;
  passwordHash: string | null;
  handle: string;
}

const ownAccount = statement(
  'identity.own_account',
  `select a.email, a.password_hash as "passwordHash", p.handle
     from accounts a join profiles p on p.id = a.id where a.id = $1 and a.status <> 'deleted'`,
);

/** What people do with their own account. */
@Injectable()
export class AccountsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly credentials: Credentials,
    private readonly sessions: SessionsService,
    private readonly events: Events,
    private readonly state: AccessState,
  ) {}

  /**
   * Changes the password and signs out every other device. Throws `WrongPassword`, `TooManyAttempts`, `InvalidInput`,
   * and `NoPassword` for accounts that sign in elsewhere.
   */
  async changePassword(holder: AccountHolder, { currentPassword, newPassword }: ChangePassword): Promise<void> {
    const { accountId, sessionId } = holder;
    const account = await this.provenOwner(holder, currentPassword, 'currentPassword');
    if (!account.passwordHash) throw new NoPassword();
    const owner = { email: account.email ?? '', handle: account.handle };
    const passwordHash = await this.credentials.hashNew(newPassword, owner, 'newPassword');
    await this.database.transaction(async (tx) => {
      const locked = await lockAccount(tx, accountId);
      if (locked?.passwordHash !== account.passwordHash) throw new WrongPassword('currentPassword');
      await execute(tx, 'update accounts set password_hash = $2 where id = $1', [accountId, passwordHash]);
      await this.sessions.endOthers(tx, { accountId, reason: 'password_changed', except: sessionId });
    });
  }

  /**
   * Deletes the account: what names a person is erased here at once and in the higher libs by `account-deleted`; the row
   * stays as a bare id for the money records. An account without a password is deleted on its token alone. Throws
   * `WrongPassword`, `TooManyAttempts`, `AccountGone`.
   */
  async deleteAccount(holder: AccountHolder, password: string): Promise<void> {
    const { accountId } = holder;
    const account = await this.provenOwner(holder, password, 'password');
    await this.database.transaction(async (tx) => {
      const locked = await lockAccount(tx, accountId);
      if (!locked || locked.status === 'deleted') throw new AccountGone();
      if (locked.passwordHash !== account.passwordHash) throw new WrongPassword('password');
      await this.sessions.endOthers(tx, { accountId, reason: 'account_deleted' });
      await eraseAccount(tx, accountId, this.clock.now());
      await this.events.emit(tx, accountDeleted, { accountId });
      this.state.accountChanged(tx, accountId);
    });
  }

  private async provenOwner(holder: AccountHolder, password: string, field: string): Promise<OwnAccount> {
    const { accountId, address } = holder;
    const [account] = await this.database.read<OwnAccount>(ownAccount, [accountId]);
    if (!account) throw new AccountGone();
    const { passwordHash } = account;
    if (passwordHash === null) return account;
    const { proven } = await this.credentials.prove({ subject: accountId, address, password, passwordHash });
    if (!proven) throw new WrongPassword(field);
    return account;
  }
}
