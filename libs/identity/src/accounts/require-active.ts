import type { AccountId } from '@moments/kernel';
import { rows, type Tx } from '@moments/platform';
import type { AccountStatus } from '../domain/account-status.js';
import { AccountGone, AccountSuspended } from '../identity.errors.js';

/**
 * Sees to it that an account is active until the transaction ends: whoever deletes it meanwhile waits, and then finds
 * what was written here. Any number may hold it at once. Throws `AccountGone`, `AccountSuspended`.
 */
export async function requireActive(tx: Tx, accountId: AccountId): Promise<void> {
  const sql = 'select status from accounts where id = $1 for share';
  const [account] = await rows<{ status: AccountStatus }>(tx, sql, [accountId]);
  if (account?.status === 'suspended') throw new AccountSuspended();
  if (account?.status !== 'active') throw new AccountGone();
}
