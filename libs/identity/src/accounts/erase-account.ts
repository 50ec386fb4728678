import type { AccountId } from '@moments/kernel';
import { execute, type Tx } from '@moments/platform';
import { randomBytes } from 'node:crypto';
import { erasedHandle } from '../domain/handle.js';

/** What is shown in place of a name that is gone. */
const erasedName = 'Deleted account';

/** Empties everything of identity's that names or describes the person. Their handles become free at once. */
export async function eraseAccount(tx: Tx, accountId: AccountId, now: Date): Promise<void> {
  await execute(
    tx,
    `update accounts set email = null, password_hash = null, birth_date = null, status = 'deleted',
                         status_changed_at = $2 where id = $1`,
    [accountId, now],
  );
  await execute(
    tx,
    `update profiles set handle = $2, display_name = $3, bio = '', avatar = null, erased_at = $4 where id = $1`,
    [accountId, erasedHandle(randomBytes(8).toString('hex')), erasedName, now],
  );
  await execute(tx, 'delete from former_handles where account_id = $1', [accountId]);
  await execute(tx, 'update sessions set user_agent = null where account_id = $1', [accountId]);
  await execute(tx, 'delete from role_grants where account_id = $1', [accountId]);
}
