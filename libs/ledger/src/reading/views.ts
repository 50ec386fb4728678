import { createHash } from 'node:crypto';
import {
  type Currency,
  currency,
  encodeCursor,
  type HoldId,
  type JournalEntryId,
  type Money,
  type WalletEntryId,
} from '@moments/kernel';
import type { AccountAddress } from '../domain/account-kinds.js';
import type { Posting } from '../domain/journal-entry.js';

/** An address in one currency. */
export interface LedgerAccount {
  address: AccountAddress;
  currency: Currency;
}

export interface Balance extends LedgerAccount {
  balance: Money;
  /** What open holds keep of it. */
  reserved: Money;
  /** What can be spent: the balance without what is reserved. */
  available: Money;
  closedAt: Date | null;
}

/** Where a line stands in its account's statement. */
export interface LinePosition {
  at: Date;
  seq: string;
}

/** One posting as one of its accounts sees it. */
export interface StatementLine {
  id: WalletEntryId;
  entryId: JournalEntryId;
  ordinal: number;
  kind: string;
  reference: string;
  /** The entry that it takes back, if it does. */
  reverses: JournalEntryId | null;
  at: Date;
  /** Negative when the money left. */
  amount: Money;
  /** The balance after it. */
  balance: Money;
  counterparty: AccountAddress;
}

/** An entry with its postings. */
export interface JournalEntryView {
  id: JournalEntryId;
  at: Date;
  kind: string;
  reference: string;
  scope: string;
  key: string;
  currency: Currency;
  reverses: JournalEntryId | null;
  holdId: HoldId | null;
  postings: readonly Posting[];
}

export const lineCursor = ({ at, seq }: LinePosition): string => encodeCursor([at.getTime(), seq]);

// The end of the year 9999, in Unix milliseconds.
const lastInstantMs = 253_402_300_799_999;

/** Reads what {@link lineCursor} wrote. */
export function readLinePosition(cursor: unknown): LinePosition | undefined {
  if (!Array.isArray(cursor) || cursor.length !== 2) return undefined;
  const [at, seq] = cursor as unknown[];
  if (typeof at !== 'number' || !Number.isInteger(at) || at < 0 || at > lastInstantMs) return undefined;
  if (typeof seq !== 'string' || !/^\d{1,18}$/.test(seq)) return undefined;
  return { at: new Date(at), seq };
}

export interface LineRow {
  place: number;
  entryId: JournalEntryId;
  ordinal: number;
  amount: string;
  at: Date;
  seq: string;
  balance: string;
  side: 'from' | 'to';
  kind: string;
  reference: string;
  reverses: JournalEntryId | null;
  counterparty: AccountAddress;
}

export const toLine = (row: LineRow, code: Currency): StatementLine => ({
  id: lineId(row),
  entryId: row.entryId,
  ordinal: row.ordinal,
  kind: row.kind,
  reference: row.reference,
  reverses: row.reverses,
  at: row.at,
  amount: { minor: BigInt(row.amount), currency: code },
  balance: { minor: BigInt(row.balance), currency: code },
  counterparty: row.counterparty,
});

/** A line has no row of its own, so its id is made of what it is: always the same, as a UUID of version 8. */
function lineId({ entryId, ordinal, side }: LineRow): WalletEntryId {
  const hex = createHash('sha256').update(`${entryId}:${ordinal}:${side}`).digest('hex');
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ];
  return parts.join('-') as WalletEntryId;
}

export interface PostingRow extends Omit<JournalEntryView, 'currency' | 'postings'> {
  currency: string;
  amount: string;
  from: AccountAddress;
  to: AccountAddress;
}

/** Puts rows of postings, in order, together to entries. */
export function toEntries(found: readonly PostingRow[]): JournalEntryView[] {
  const entries = new Map<JournalEntryId, JournalEntryView & { postings: Posting[] }>();
  for (const row of found) {
    const { amount, from, to, id, at, kind, reference, scope, key, reverses, holdId } = row;
    const entry = entries.get(id) ?? {
      ...{ id, at, kind, reference, scope, key, reverses, holdId },
      currency: currency(row.currency),
      postings: [],
    };
    entry.postings.push({ from, to, amount: { minor: BigInt(amount), currency: entry.currency } });
    entries.set(id, entry);
  }
  return [...entries.values()];
}
