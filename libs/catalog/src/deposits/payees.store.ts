import { type AccountAddress, addresses } from '@moments/ledger';
import { type AccountId, parseGlobalId, type SellerId } from '@moments/kernel';
import { rows, type Tx } from '@moments/platform';

// Identity's own table, read and locked here, never written.
const standing = 'select from profiles where id = $1 and erased_at is null for share';
const selling = 'select from sellers where id = $1 and deleted_at is null for share';

/**
 * The wallet that a payee's global id means: an account's, or a seller's; `undefined` when it means nobody, or somebody who
 * is gone. Nobody deletes either before the transaction ends.
 */
export async function findWallet(tx: Tx, payee: string): Promise<AccountAddress | undefined> {
  const parsed = parseGlobalId(payee.trim());
  if (parsed?.kind === 'account') {
    return (await exists(tx, standing, parsed.id)) ? addresses.accountWallet(parsed.id as AccountId) : undefined;
  }
  if (parsed?.kind === 'seller') {
    return (await exists(tx, selling, parsed.id)) ? addresses.sellerWallet(parsed.id as SellerId) : undefined;
  }
  return undefined;
}

const exists = async (tx: Tx, sql: string, id: string): Promise<boolean> => (await rows(tx, sql, [id])).length > 0;
