import { type AccountId, newId } from '@moments/kernel';
import { mapConstraints, rows, type Tx } from '@moments/platform';
import type { AccountStatus } from '../domain/account-status.js';
import { EmailTaken } from '../identity.errors.js';
import { requireHandleFree, whenHandleIsTaken } from '../profiles/handles.store.js';
import { ProfileEntity } from '../profiles/profile.entity.js';
import { AccountEntity } from './account.entity.js';

export interface NewAccount {
  email: string | null;
  passwordHash: string | null;
  region: string;
  birthDate: string | null;
  handle: string;
  displayName: string;
  createdAt: Date;
}

/** Writes an account with its profile; throws `EmailTaken`, `HandleTaken`. */
export async function createAccount(tx: Tx, account: NewAccount): Promise<AccountId> {
  const { email, passwordHash, region, birthDate, handle, displayName, createdAt } = account;
  const id = newId<'account'>();
  await mapConstraints(
    tx.insert(AccountEntity, {
      id,
      email,
      passwordHash,
      region,
      birthDate,
      status: 'active',
      createdAt,
      statusChangedAt: createdAt,
    }),
    { accounts_email_key: () => new EmailTaken() },
  );
  const profile = { id, handle, displayName, bio: '', avatar: null, createdAt, erasedAt: null };
  await mapConstraints(tx.insert(ProfileEntity, profile), whenHandleIsTaken);
  await requireHandleFree(tx, id, createdAt);
  return id;
}

/** An account as it stands under lock. */
export interface LockedAccount {
  status: AccountStatus;
  email: string | null;
  passwordHash: string | null;
  handle: string;
}

/** Locks an account against every other change of it until the transaction ends. */
export async function lockAccount(tx: Tx, accountId: AccountId): Promise<LockedAccount | undefined> {
  const [account] = await rows<LockedAccount>(
    tx,
    `select a.status, a.email, a.password_hash as "passwordHash", p.handle
       from accounts a join profiles p on p.id = a.id
      where a.id = $1 for update of a`,
    [accountId],
  );
  return account;
}
