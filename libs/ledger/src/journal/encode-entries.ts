import type { HoldId, JournalEntryId } from '@moments/kernel';
import { newId } from '@moments/kernel';
import { inputHash } from '@moments/platform';
import { hash } from 'node:crypto';
import { type AccountAddress, kindOf } from '../domain/account-kinds.js';
import { checkEntry, type JournalEntry, productScope } from '../domain/journal-entry.js';

/** What an entry is besides its postings. */
export interface EntryExtras {
  reverses?: { entryId: JournalEntryId; ordinals: readonly number[] };
  holdId?: HoldId;
  /** What a replay is compared by, when it is not the entry itself. */
  input?: unknown;
}

interface ListedAccount {
  readonly address: AccountAddress;
  readonly currency: string;
  /** From 1, once all are known. */
  place: number;
}

/** Accounts in a list that is sorted by address, as the database's functions take them; postings name them by place. */
class AccountList {
  private readonly byCurrency = new Map<string, Map<AccountAddress, ListedAccount>>();
  private readonly accounts: ListedAccount[] = [];

  /** The account at an address; its place is known after {@link sort}. */
  add(address: AccountAddress, currency: string): ListedAccount {
    const byAddress = this.byCurrency.get(currency) ?? new Map<AccountAddress, ListedAccount>();
    this.byCurrency.set(currency, byAddress);
    const known = byAddress.get(address);
    if (known) return known;
    const account = { address, currency, place: 0 };
    byAddress.set(address, account);
    this.accounts.push(account);
    return account;
  }

  sort(): void {
    this.accounts.sort((a, b) => compare(a.address, b.address) || compare(a.currency, b.currency));
    for (const [index, account] of this.accounts.entries()) account.place = index + 1;
  }

  /** Parallel arrays: addresses, currencies, kinds, may go negative, keeps balance. */
  columns(): [string[], string[], string[], boolean[], boolean[]] {
    const kinds = this.accounts.map(({ address }) => kindOf(address));
    return [
      this.accounts.map(({ address }) => address),
      this.accounts.map(({ currency }) => currency),
      kinds.map(({ name }) => name),
      kinds.map(({ mayGoNegative }) => mayGoNegative),
      kinds.map(({ keepsBalance }) => keepsBalance),
    ];
  }
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** SHA-256 (hex) of what is asked for: a list of texts, written so that no two lists read alike. */
function hashOf({ kind, reference, postings }: JournalEntry, { input, holdId }: EntryExtras): string {
  if (input !== undefined) return inputHash(input);
  const texts = [kind, reference, holdId ?? ''];
  for (const { from, to, amount } of postings) texts.push(from, to, amount.currency, amount.minor.toString());
  return hash('sha256', JSON.stringify(texts), 'hex');
}

/** The parameters of `ledger_post`. Throws what `checkEntry` throws. */
export function encodeEntry(entry: JournalEntry, extras: EntryExtras, at: Date): unknown[] {
  const total = checkEntry(entry);
  const { postings } = entry;
  const accounts = new AccountList();
  const sides = postings.map(
    ({ from, to, amount: { currency } }) => [accounts.add(from, currency), accounts.add(to, currency)] as const,
  );
  accounts.sort();
  const [addresses, [currency], kinds, negative, keeps] = accounts.columns();
  return [
    newId<'journalEntry'>(),
    entry.scope ?? productScope,
    entry.key,
    entry.kind,
    entry.reference,
    Buffer.from(hashOf(entry, extras), 'hex'),
    at,
    currency,
    total,
    extras.reverses?.entryId ?? null,
    extras.holdId ?? null,
    addresses,
    kinds,
    negative,
    keeps,
    sides.map(([from]) => from.place),
    sides.map(([, to]) => to.place),
    postings.map(({ amount }) => amount.minor),
    extras.reverses?.ordinals ?? null,
  ];
}

/** Entries as `ledger_post_many` takes them. */
export interface EncodedEntries {
  /** Their ids, in order. */
  ids: JournalEntryId[];
  parameters: unknown[];
}

/** An array of what needs no quotes, as Postgres reads it: the driver would look at each element for what to escape. */
const plain = (values: readonly (number | bigint | boolean | string)[]): string => `{${values.join(',')}}`;

/** The ids and parameters for `ledger_post_many`. Throws what `checkEntry` throws. */
export function encodeEntries(entries: readonly JournalEntry[], at: Date): EncodedEntries {
  const totals = entries.map(checkEntry);
  const accounts = new AccountList();
  const ids = entries.map(() => newId<'journalEntry'>());
  const postings = entries.flatMap((entry, index) =>
    entry.postings.map(({ from, to, amount: { minor, currency } }, ordinal) => ({
      entry: index + 1,
      ordinal: ordinal + 1,
      from: accounts.add(from, currency),
      to: accounts.add(to, currency),
      minor,
    })),
  );
  accounts.sort();
  const [addresses, currencies, kinds, negative, keeps] = accounts.columns();
  const parameters = [
    at,
    addresses,
    plain(currencies),
    plain(kinds),
    plain(negative),
    plain(keeps),
    plain(ids),
    entries.map(({ scope }) => scope ?? productScope),
    entries.map(({ key }) => key),
    entries.map(({ kind }) => kind),
    entries.map(({ reference }) => reference),
    plain(entries.map((entry) => hashOf(entry, {}))),
    plain(entries.map((entry) => entry.postings[0]?.amount.currency ?? '')),
    plain(totals),
    plain(entries.map((entry) => entry.postings.length)),
    plain(postings.map(({ entry }) => entry)),
    plain(postings.map(({ ordinal }) => ordinal)),
    plain(postings.map(({ from }) => from.place)),
    plain(postings.map(({ to }) => to.place)),
    plain(postings.map(({ minor }) => minor)),
  ];
  return { ids, parameters };
}
