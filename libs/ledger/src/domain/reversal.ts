import { type Money, prorate } from '@moments/kernel';
import { ReversalExceedsEntry } from '../ledger.errors.js';
import { checkAmount } from './journal-entry.js';

/** A posting, and how much of it is left to take back. */
export interface ReversiblePosting {
  ordinal: number;
  amount: Money;
  /** Minor units that earlier reversals took back. */
  reversed: bigint;
}

/** Everything that is left; an amount, shared over all postings by what is left of them; or parts of single postings. */
export type ReversalExtent =
  | { amount?: undefined; parts?: undefined }
  | { amount: Money; parts?: undefined }
  | { amount?: undefined; parts: readonly { ordinal: number; amount: Money }[] };

const leftOf = ({ amount, reversed }: ReversiblePosting): bigint => amount.minor - reversed;

/** What to take back of which posting. Throws {@link ReversalExceedsEntry}, and what `checkAmount` throws. */
export function planReversal(
  postings: readonly [ReversiblePosting, ...ReversiblePosting[]],
  extent: ReversalExtent,
): { ordinal: number; amount: Money }[] {
  const { currency } = postings[0].amount;
  const left: Money = { minor: postings.reduce((sum, posting) => sum + leftOf(posting), 0n), currency };
  if (left.minor === 0n) throw new ReversalExceedsEntry(left);
  if (extent.parts) return checkParts(postings, extent.parts);
  const amount = extent.amount ?? left;
  checkAmount(amount);
  if (amount.currency !== currency || amount.minor > left.minor) throw new ReversalExceedsEntry(left);
  const shares = prorate(amount, postings.map(leftOf));
  return postings
    .map(({ ordinal }, index) => ({ ordinal, amount: shares[index] ?? { minor: 0n, currency } }))
    .filter((part) => part.amount.minor > 0n);
}

function checkParts(postings: readonly ReversiblePosting[], parts: readonly { ordinal: number; amount: Money }[]) {
  const asked = new Map<number, Money>();
  for (const { ordinal, amount } of parts) {
    checkAmount(amount);
    const posting = postings.find((each) => each.ordinal === ordinal);
    const left = posting?.amount.currency === amount.currency ? leftOf(posting) : 0n;
    const minor = (asked.get(ordinal)?.minor ?? 0n) + amount.minor;
    if (minor > left) throw new ReversalExceedsEntry({ minor: left, currency: amount.currency });
    asked.set(ordinal, { minor, currency: amount.currency });
  }
  return [...asked].map(([ordinal, amount]) => ({ ordinal, amount }));
}
