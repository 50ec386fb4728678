import { currency, type JournalEntryId, NotFound } from '@moments/kernel';
import { rows, type Tx } from '@moments/platform';
import type { AccountAddress } from '../domain/account-kinds.js';
import type { ReversiblePosting } from '../domain/reversal.js';
import { ReversalOfReversal } from '../ledger.errors.js';

/** A posting of an entry that is about to be taken back. */
export interface OriginalPosting extends ReversiblePosting {
  from: AccountAddress;
  to: AccountAddress;
}

/**
 * Locks an entry against other reversals of it and reads what is left of its postings; nothing of it changes, so nobody
 * else waits. Throws `NotFound`; `ReversalOfReversal`.
 */
export async function lockForReversal(
  tx: Tx,
  entryId: JournalEntryId,
): Promise<[OriginalPosting, ...OriginalPosting[]]> {
  const [entry] = await rows<{ reverses: string | null }>(
    tx,
    'select reverses from ledger_entries where id = $1 for no key update',
    [entryId],
  );
  if (!entry) throw new NotFound('journal entry');
  if (entry.reverses) throw new ReversalOfReversal();
  const found = await rows<OriginalRow>(tx, originals, [entryId]);
  const [first, ...others] = found.map(toPosting);
  if (!first) throw new Error(`entry ${entryId} has no postings`);
  return [first, ...others];
}

interface OriginalRow {
  ordinal: number;
  from: AccountAddress;
  to: AccountAddress;
  amount: string;
  currency: string;
  reversed: string;
}

const originals = `
  select postings.ordinal, postings.amount, postings.currency, origin.address as "from", target.address as "to",
         coalesce(reversals.reversed, 0)::text as reversed
    from ledger_postings as postings
    join ledger_accounts as origin on origin.id = postings.from_account_id
    join ledger_accounts as target on target.id = postings.to_account_id
    left join ledger_reversals as reversals
      on reversals.entry_id = postings.entry_id and reversals.ordinal = postings.ordinal
   where postings.entry_id = $1
   order by postings.ordinal`;

const toPosting = (row: OriginalRow): OriginalPosting => ({
  ordinal: row.ordinal,
  from: row.from,
  to: row.to,
  amount: { minor: BigInt(row.amount), currency: currency(row.currency) },
  reversed: BigInt(row.reversed),
});
