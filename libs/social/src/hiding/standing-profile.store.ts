import { type AccountId, NotFound } from '@moments/kernel';
import { rows, type Tx } from '@moments/platform';

// Identity's own table, read and locked here, never written.
const standing = 'select from profiles where id = $1 and erased_at is null for share';

/**
 * Sees to it that a profile stands until the transaction ends: whoever deletes its account meanwhile waits, and then
 * finds what was written here. Throws `NotFound` for one that is gone or never was.
 */
export async function requireStandingProfile(tx: Tx, accountId: AccountId): Promise<void> {
  const found = await rows(tx, standing, [accountId]);
  if (found.length === 0) throw new NotFound('profile', ['profileId']);
}
