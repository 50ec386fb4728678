import type { HoldId, JournalEntryId } from '@moments/kernel';
import { newId } from '@moments/kernel';
import { inputHash } from '@moments/platform';
import { type AccountAddress, kindOf } from '../domain/account-kinds.js';
import { checkEntry, type JournalEntry, productScope } from '../domain/journal-entry.js';

/** What an entry is besides its postings. */
export interface EntryExtras {
  reverses?: { entryId: JournalEntryId; ordinals: readonly number[] };
  holdId?: HoldId;
  /** What a replay is compared by, when it is not the entry itself. */
  input?: unknown;
}

/** Accounts by their place in a list that is sorted by address, as the database's functions take them. */
class AccountList {
  private readonly places = new Map<string, number>();
  private readonly accounts: { address: AccountAddress; currency: string }[] = [];

  constructor(entries: readonly JournalEntry[]) {
    for (const { postings } of entries) {
      for (const { from, to, amount } of postings) {
        this.add(from, amount.currency);
        this.add(to, amount.currency);
      }
    }
    this.accounts.sort((a, b) => compare(a.address, b.address) || compare(a.currency, b.currency));
    for (const [index, { address, currency }] of this.accounts.entries()) {
      this.places.set(`${address} ${currency}`, index + 1);
    }
  }

  placeOf(address: AccountAddress, currency: string): number {
    return this.places.get(`${address} ${currency}`) ?? 0;
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

  private add(address: AccountAddress, currency: string): void {
    const key = `${address} ${currency}`;
    if (this.places.has(key)) return;
    this.places.set(key, 0);
    this.accounts.push({ address, currency });
  }
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const hashOf = (entry: JournalEntry, { input, holdId }: EntryExtras): string =>
  inputHash(input ?? { kind: entry.kind, reference: entry.reference, postings: entry.postings, holdId });

/** The parameters of `ledger_post`. Throws what `checkEntry` throws. */
export function encodeEntry(entry: JournalEntry, extras: EntryExtras, at: Date): unknown[] {
  const total = checkEntry(entry);
  const { postings } = entry;
  const accounts = new AccountList([entry]);
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
    postings.map(({ from, amount }) => accounts.placeOf(from, amount.currency)),
    postings.map(({ to, amount }) => accounts.placeOf(to, amount.currency)),
    postings.map(({ amount }) => amount.minor),
    extras.reverses?.ordinals ?? null,
  ];
}

/** The parameters of `ledger_post_many`. Throws what `checkEntry` throws. */
export function encodeEntries(entries: readonly JournalEntry[], at: Date): unknown[] {
  const totals = entries.map(checkEntry);
  const accounts = new AccountList(entries);
  const postings = entries.flatMap((entry, index) =>
    entry.postings.map((posting, ordinal) => ({ ...posting, entry: index + 1, ordinal: ordinal + 1 })),
  );
  return [
    at,
    ...accounts.columns(),
    entries.map(() => newId<'journalEntry'>()),
    entries.map(({ scope }) => scope ?? productScope),
    entries.map(({ key }) => key),
    entries.map(({ kind }) => kind),
    entries.map(({ reference }) => reference),
    entries.map((entry) => hashOf(entry, {})),
    entries.map((entry) => entry.postings[0]?.amount.currency),
    totals,
    entries.map((entry) => entry.postings.length),
    postings.map(({ entry }) => entry),
    postings.map(({ ordinal }) => ordinal),
    postings.map(({ from, amount }) => accounts.placeOf(from, amount.currency)),
    postings.map(({ to, amount }) => accounts.placeOf(to, amount.currency)),
    postings.map(({ amount }) => amount.minor),
  ];
}
