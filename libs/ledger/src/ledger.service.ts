import { Injectable } from '@nestjs/common';
import { Clock, type Currency, currency, IdempotencyConflict, type JournalEntryId } from '@moments/kernel';
import { Database, inputHash, rows, type Tx } from '@moments/platform';
import { type LockedBalance, lockBalance, lockBalances } from './accounts/lock-balance.js';
import { type AccountAddress, kindOf } from './domain/account-kinds.js';
import { type JournalEntry, productScope } from './domain/journal-entry.js';
import { planReversal, type ReversalExtent } from './domain/reversal.js';
import { type PostedEntry, postEntries, postEntry } from './journal/journal.store.js';
import { lockForReversal } from './journal/reversal.store.js';
import { typedErrors } from './journal/posting-errors.js';
import { LedgerAccountNotEmpty } from './ledger.errors.js';
import type { LedgerAccount } from './reading/views.js';

/** Takes back an entry or a part of it: money goes back the way it came. */
export type ReversalCommand = Pick<JournalEntry, 'key' | 'scope' | 'kind' | 'reference'> & {
  entryId: JournalEntryId;
} & ReversalExtent;

export type { LockedBalance };

const anyCurrency = currency('USD');

/**
 * The journal: the only way in which money moves. Accounts are opened when they are first posted to. Whatever is refused
 * leaves nothing behind; inside a transaction the whole of it can then only be rolled back.
 */
@Injectable()
export class LedgerService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * Posts an entry in the caller's transaction, in one statement. The rows of its balances stay locked until the commit.
   * Throws `InsufficientFunds`, `LedgerAccountClosed`, `IdempotencyConflict`, `BalanceTooLarge`; `SelfTransfer`,
   * `AmountNotPositive`, `AmountTooLarge`, `MixedCurrencies`, `UnknownCurrency`.
   */
  post(tx: Tx, entry: JournalEntry): Promise<PostedEntry> {
    return postEntry(tx, entry, { at: this.clock.now() });
  }

  /** The same as a transaction of its own, in one round trip: when nothing else is to be written. */
  postAlone(entry: JournalEntry): Promise<PostedEntry> {
    return postEntry(this.database, entry, { at: this.clock.now() });
  }

  /**
   * Posts any number of entries, all or none, in statements of thousands: closes, pay-outs. As if one after the other, but
   * dated alike; the answers are in the order of the entries. Throws what {@link post} throws.
   */
  postMany(tx: Tx, entries: readonly JournalEntry[]): Promise<PostedEntry[]> {
    return postEntries(tx, entries, this.clock.now());
  }

  /**
   * Locks balances in one currency, all of them in the order in which postings lock them: what is decided by them holds until
   * the commit. Accounts that were never posted to, or that keep no balance, are left out. Whoever posts to further accounts
   * in the same transaction locks them along.
   */
  lockBalances(
    tx: Tx,
    addresses: readonly AccountAddress[],
    code: Currency,
  ): Promise<Map<AccountAddress, LockedBalance>> {
    return lockBalances(tx, { addresses, currency: code });
  }

  /**
   * Takes back an entry, whole or in part, by a new entry; never more than is left of it, however many try at once. Throws
   * `NotFound`, `ReversalExceedsEntry`, `ReversalOfReversal`, and what {@link post} throws: `InsufficientFunds` when the
   * money is no longer where it went.
   */
  async reverse(tx: Tx, { entryId, key, scope, kind, reference, ...extent }: ReversalCommand): Promise<PostedEntry> {
    const input = { reverses: entryId, kind, reference, ...extent };
    // Locked before the replay check: two calls with one key must not both plan by what is left.
    const originals = await lockForReversal(tx, entryId);
    const earlier = await findByKey(tx, { key, scope });
    if (earlier) {
      if (earlier.inputHash !== inputHash(input)) throw new IdempotencyConflict();
      return { id: earlier.id, at: earlier.at, replayed: true };
    }
    const parts = planReversal(originals, extent);
    const postings = parts.flatMap(({ ordinal, amount }) =>
      originals.filter((each) => each.ordinal === ordinal).map(({ from, to }) => ({ from: to, to: from, amount })),
    );
    const reverses = { entryId, ordinals: parts.map(({ ordinal }) => ordinal) };
    return postEntry(tx, { key, scope, kind, reference, postings }, { at: this.clock.now(), reverses, input });
  }

  /** Opens an account that nothing has been posted to yet; one that is there stays as it is. Throws `LedgerAccountClosed`. */
  async open(tx: Tx, { address, currency: code }: LedgerAccount): Promise<void> {
    await lockBalance(tx, { address, currency: code, at: this.clock.now() });
  }

  /**
   * Closes an address in all of its currencies: it takes no more postings and opens in no other currency. Closing again
   * changes nothing. Throws `LedgerAccountNotEmpty`; a `TypeError` for the platform's own: somebody always needs them.
   */
  async close(tx: Tx, address: AccountAddress): Promise<void> {
    if (kindOf(address).owner === 'platform') throw new TypeError(`${address} is never closed`);
    // What was never posted to has no account yet, and so nothing that could be closed.
    const [known] = await rows(tx, 'select from ledger_accounts where address = $1 limit 1', [address]);
    if (!known) await lockBalance(tx, { address, currency: anyCurrency, at: this.clock.now() });
    const [closed] = await typedErrors(() =>
      rows<{ full: string[] }>(tx, 'select ledger_close_account($1, $2) as full', [address, this.clock.now()]),
    );
    if (closed && closed.full.length > 0) throw new LedgerAccountNotEmpty(address, closed.full);
  }
}

async function findByKey(tx: Tx, { key, scope = productScope }: { key: string; scope?: string }) {
  const [found] = await rows<{ id: JournalEntryId; at: Date; inputHash: string }>(
    tx,
    `select id, at, encode(input_hash, 'hex') as "inputHash" from ledger_entries where scope = $1 and key = $2`,
    [scope, key],
  );
  return found;
}
