import { after, type Currency, days, type Money } from '@moments/kernel';
import type { FoldedLine } from '../../purchases/domain/fold-line.js';

/**
 * PENDING until all that is kept is paid, delivered and past the return window; then CONFIRMED. RETURNED: nothing of it was
 * kept. FLAGGED: nothing is owed for it. SUPERSEDED: it is owed to another click after all.
 */
export type AttributionState = 'PENDING' | 'CONFIRMED' | 'RETURNED' | 'FLAGGED' | 'SUPERSEDED';

/** Why nothing is owed for a purchase: buyer and creator share a network. */
export type AttributionFlag = 'same_household';

/** What is announced of an attribution: how many units are owed for, at which price, and how many of them for good. */
export interface Owed {
  readonly owed: number;
  readonly confirmed: number;
  readonly unitPriceMinor: bigint;
  readonly currency: Currency;
}

/** How an attribution stands at an instant. */
export interface Standing extends Owed {
  readonly state: AttributionState;
  readonly bought: number;
  readonly kept: number;
  readonly confirmsAt?: Date;
}

interface StandingRules {
  readonly returnsDays: number;
  readonly flag?: AttributionFlag;
  readonly now: Date;
}

/** How the attribution of a line stands; the line must have been placed. */
export function standingOf(line: FoldedLine & Required<Pick<FoldedLine, 'placed'>>, rules: StandingRules): Standing {
  const { bought, kept, placed } = line;
  const confirmsAt = confirmationOf(line, rules.returnsDays);
  const isConfirmed = confirmsAt !== undefined && confirmsAt <= rules.now;
  const owed = rules.flag ? 0 : kept;
  const state = rules.flag ? 'FLAGGED' : kept === 0 ? 'RETURNED' : isConfirmed ? 'CONFIRMED' : 'PENDING';
  return {
    state,
    bought,
    kept,
    owed,
    confirmed: isConfirmed ? owed : 0,
    confirmsAt,
    unitPriceMinor: placed.unitPrice.minor,
    currency: placed.unitPrice.currency,
  };
}

/** When nothing can come back any more of what is kept, and it is paid; undefined while that is not known. */
function confirmationOf({ paidAt, deliveredAt }: FoldedLine, returnsDays: number): Date | undefined {
  if (!paidAt || !deliveredAt) return undefined;
  const windowEnd = after(deliveredAt, days(returnsDays));
  return windowEnd > paidAt ? windowEnd : paidAt;
}

/** One piece of news about an attribution. */
export interface Change {
  readonly kind: 'attributed' | 'confirmed' | 'returned';
  readonly quantity: number;
  readonly amount: Money;
  /** Units that are owed for once it has happened. */
  readonly owed: number;
  readonly owedAmount: Money;
  /** Whether these units, all of them, had been confirmed before they came back. */
  readonly wasConfirmed: boolean;
}

/** What was confirmed stays so until it comes back, whatever else is told of it. */
export const keepConfirmed = <Now extends Owed>(before: Owed | undefined, now: Now): Now => ({
  ...now,
  confirmed: Math.max(now.confirmed, staying(before, now).confirmed),
});

/** What of the units that were owed for still is. Another price takes back everything and gives it anew. */
function staying(before: Owed | undefined, now: Owed): { owed: number; confirmed: number } {
  const isSamePrice = before?.unitPriceMinor === now.unitPriceMinor && before.currency === now.currency;
  const owed = isSamePrice ? Math.min(before.owed, now.owed) : 0;
  return { owed, confirmed: isSamePrice ? Math.min(before.confirmed, owed) : 0 };
}

/**
 * What to announce when an attribution comes to stand otherwise, in this order: units that are no longer owed for, units
 * that are, units that are for good. Whatever the way from one standing to another, the sums of what was announced are
 * the same: attributed less returned is what is owed, confirmed less what was returned of it is what is owed for good.
 */
export function changesOf(before: Owed | undefined, now: Owed): Change[] {
  const stays = staying(before, now);
  const change = (
    kind: Change['kind'],
    quantity: number,
    { price, owed, wasConfirmed = false }: { price: Owed; owed: number; wasConfirmed?: boolean },
  ): Change => ({
    ...{ kind, quantity, amount: amountOf(price, quantity) },
    ...{ owed, owedAmount: amountOf(price, owed), wasConfirmed },
  });
  const returned = (price: Owed): Change[] => {
    // What was not confirmed comes back first.
    const confirmed = price.confirmed - stays.confirmed;
    return [
      change('returned', price.owed - stays.owed - confirmed, { price, owed: stays.owed + confirmed }),
      change('returned', confirmed, { price, owed: stays.owed, wasConfirmed: true }),
    ];
  };
  return [
    ...(before ? returned(before) : []),
    change('attributed', now.owed - stays.owed, { price: now, owed: now.owed }),
    change('confirmed', now.confirmed - stays.confirmed, { price: now, owed: now.owed }),
  ].filter(({ quantity }) => quantity > 0);
}

/** What so many units cost. */
const amountOf = ({ unitPriceMinor, currency }: Owed, quantity: number): Money => ({
  minor: unitPriceMinor * BigInt(quantity),
  currency,
});
