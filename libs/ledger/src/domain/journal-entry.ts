import { InvalidInput, isCurrency, type Money } from '@moments/kernel';
import { AmountNotPositive, AmountTooLarge, MixedCurrencies, SelfTransfer, UnknownCurrency } from '../ledger.errors.js';
import type { AccountAddress } from './account-kinds.js';

/** Money that moves from one account to another. Always a positive amount, so what leaves is what arrives. */
export interface Posting {
  from: AccountAddress;
  to: AccountAddress;
  amount: Money;
}

/** What is posted together or not at all, in one currency. */
export interface JournalEntry {
  /**
   * Posting the same entry under the same key again gives the first one; another input under it is
   * `IDEMPOTENCY_CONFLICT`. Unique within its scope.
   */
  key: string;
  /** Who made the key; left out for keys that follow from what is posted (`payout:<id>:reserved`). */
  scope?: string;
  /** What happened, in the field's words: `deposit`, `payout_reserved`. */
  kind: string;
  /** What it happened to: `payout:<uuid>`. */
  reference: string;
  postings: readonly Posting[];
}

/** The scope of keys that the product makes itself. */
export const productScope = 'product';

/** The largest amount that can be posted, in minor units: 18 digits. */
export const maxAmountMinor = 999_999_999_999_999_999n;

/** Throws {@link AmountNotPositive}, {@link AmountTooLarge}, {@link UnknownCurrency}. */
export function checkAmount(amount: Money): void {
  if (!isCurrency(amount.currency)) throw new UnknownCurrency(amount.currency);
  if (amount.minor <= 0n) throw new AmountNotPositive();
  if (amount.minor > maxAmountMinor) throw new AmountTooLarge();
}

/**
 * Checks what can be said of an entry without its accounts, and gives its total in minor units. Throws what
 * {@link checkAmount} throws, {@link SelfTransfer}, {@link MixedCurrencies}, and `InvalidInput` for no posting at all.
 */
export function checkEntry({ postings }: Pick<JournalEntry, 'postings'>): bigint {
  const currency = postings[0]?.amount.currency;
  let total = 0n;
  for (const posting of postings) {
    checkAmount(posting.amount);
    if (posting.from === posting.to) throw new SelfTransfer();
    if (posting.amount.currency !== currency) throw new MixedCurrencies();
    total += posting.amount.minor;
  }
  if (currency === undefined) throw new InvalidInput([{ field: ['postings'], message: 'must not be empty' }]);
  if (total > maxAmountMinor) throw new AmountTooLarge();
  return total;
}
