import type { Currency } from '@moments/kernel';
import { type AccountAddress, type Posting } from '@moments/ledger';

/** What there is to take from, in minor units; `taken` leaves it smaller. */
export interface TakeableLine {
  readonly lineId: string;
  remaining: bigint;
}

/** A creator's accounts, as an entry names them. */
export interface CreatorAccounts {
  readonly pending: AccountAddress;
  readonly available: AccountAddress;
  readonly debt: AccountAddress;
}

/** How much of what is taken back comes from where; together it is all of it. */
export interface TakenBack {
  readonly fromPending: bigint;
  readonly fromAvailable: bigint;
  readonly owed: bigint;
}

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);

/**
 * Splits what is taken back: first out of the lines that it takes back, as far as they are pending; then out of what is
 * available; the rest is owed. Never more than there is, never less than asked. `lines` are lessened by what is taken.
 */
export function takeBack(wanted: bigint, lines: readonly TakeableLine[], available: bigint): TakenBack {
  let left = wanted;
  for (const line of lines) {
    const taken = least(line.remaining, left);
    line.remaining -= taken;
    left -= taken;
  }
  const fromPending = wanted - left;
  const fromAvailable = least(left, available > 0n ? available : 0n);
  return { fromPending, fromAvailable, owed: left - fromAvailable };
}

/** The postings of what is taken back, to where it came from. */
export function takenBackPostings(
  taken: TakenBack,
  { accounts, source, currency }: { accounts: CreatorAccounts; source: AccountAddress; currency: Currency },
): Posting[] {
  return postingsOf(
    [
      [accounts.pending, source, taken.fromPending],
      [accounts.available, source, taken.fromAvailable],
      [accounts.debt, source, taken.owed],
    ],
    currency,
  );
}

/** The postings of what is no longer held: what is owed is made good first, the rest becomes available. `debt` ≥ 0. */
export function releasedPostings(
  released: bigint,
  { accounts, debt, currency }: { accounts: CreatorAccounts; debt: bigint; currency: Currency },
): Posting[] {
  const offset = least(released, debt);
  return postingsOf(
    [
      [accounts.pending, accounts.debt, offset],
      [accounts.pending, accounts.available, released - offset],
    ],
    currency,
  );
}

const postingsOf = (
  all: readonly (readonly [from: AccountAddress, to: AccountAddress, minor: bigint])[],
  currency: Currency,
): Posting[] =>
  all.filter(([, , minor]) => minor > 0n).map(([from, to, minor]) => ({ from, to, amount: { minor, currency } }));
