import { currency, type Money } from '@moments/kernel';
import { type AccountAddress, addresses } from '../domain/account-kinds.js';
import type { JournalEntry } from '../domain/journal-entry.js';

const wallets = 20;

/** Wallets that are the same in every process. */
export const walletOf = (n: number): AccountAddress =>
  addresses.sellerWallet(`00000000-0000-7000-8000-${String(n % wallets).padStart(12, '0')}` as never);

const rub = (minor: number): Money => ({ minor: BigInt(minor), currency: currency('RUB') });

/** One of a row of operations that everybody who knows its number knows: what it moves does not depend on when. */
export interface MoneyOperation {
  n: number;
  how: 'alone' | 'together' | 'many' | 'hold';
  entries: readonly JournalEntry[];
}

/** Enough for every operation, in whatever order they come. */
export const openings = (): JournalEntry[] =>
  Array.from({ length: wallets }, (_, n) => ({
    key: `crash:opening:${n}`,
    kind: 'deposit',
    reference: 'crash',
    postings: [{ from: addresses.bank, to: walletOf(n), amount: rub(100_000_000) }],
  }));

/** Operation `n`: one entry alone, two or three in one transaction, or a hold and its capture in part. */
export function operation(n: number): MoneyOperation {
  const how = (['alone', 'together', 'many', 'hold'] as const)[n % 4] ?? 'alone';
  const count = { alone: 1, together: 2, many: 3, hold: 1 }[how];
  const entries = Array.from({ length: count }, (_, part) => ({
    key: `crash:${n}:${part}`,
    kind: how,
    reference: 'crash',
    // Over all wallets and in both directions, so that operations wait for each other; those of one operation between
    // the same two, so that they do it never in a circle.
    postings: [{ from: walletOf(n), to: walletOf(n + 1 + (n % 7)), amount: rub(1 + part + (n % 97)) }],
  }));
  return { n, how, entries };
}
