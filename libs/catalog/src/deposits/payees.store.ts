import { type AccountAddress, addresses } from '@moments/ledger';
import { type AccountId, parseGlobalId, type SellerId } from '@moments/kernel';
import { rows, type Tx } from '@moments/platform';

// Identity's own table, read and locked here, never written.
const standing = 'select from profiles where id = $1 and erased_at is null for share';
const selling = 'select from sellers where id = $1 and deleted_at is null for share';
// Funds stand above this lib. They are never deleted, and open their account when they are founded.
const funded = 'select from ledger_accounts where address = $1 limit 1';

/** The wallet that a payee's global id means: an account's, a seller's or a fund's, whether they are there or not. */
export function walletNamed(payee: string): AccountAddress | undefined {
  const parsed = parseGlobalId(payee.trim());
  if (parsed?.kind === 'account') return addresses.accountWallet(parsed.id as AccountId);
  if (parsed?.kind === 'seller') return addresses.sellerWallet(parsed.id as SellerId);
  if (parsed?.kind === 'creatorFund') return addresses.fundBudget(parsed.id);
  return undefined;
}

/** Whether a payee is there, and not gone. Nobody deletes them before the transaction ends. */
export async function payeeStands(tx: Tx, payee: string): Promise<boolean> {
  const parsed = parseGlobalId(payee.trim());
  if (parsed?.kind === 'account') return exists(tx, standing, parsed.id);
  if (parsed?.kind === 'seller') return exists(tx, selling, parsed.id);
  if (parsed?.kind === 'creatorFund') return exists(tx, funded, addresses.fundBudget(parsed.id));
  return false;
}

const exists = async (tx: Tx, sql: string, id: string): Promise<boolean> => (await rows(tx, sql, [id])).length > 0;
