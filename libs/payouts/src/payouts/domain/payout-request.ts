import type { Money } from '@moments/kernel';
import {
  BelowPayoutThreshold,
  PayoutLimitExceeded,
  PayoutMethodMissing,
  PayoutMethodResting,
  PayoutsHeld,
  ReceiptMissing,
  SelfEmployedIncomeExceeded,
  TaxProfileMissing,
  TaxServiceAway,
  TaxStatusLost,
} from '../../payouts.errors.js';
import { type TaxBracket, withholding, type YearSoFar } from '../../tax/domain/income-tax.js';

/** Amounts and times that bound payouts, as they stand now. */
export interface RequestRules {
  readonly threshold: Money;
  readonly mostPerDay: Money;
  readonly mostPerMonth: Money;
  readonly reviewAbove: Money;
  readonly approvals: number;
  readonly incomeTax: readonly TaxBracket[];
  readonly selfEmployedYear: Money;
}

/** What is known of somebody who wants to be paid. */
export interface Payee {
  readonly held: boolean;
  readonly profile?: {
    readonly status: 'SELF_EMPLOYED' | 'INDIVIDUAL' | 'SOLE_PROPRIETOR';
    /** The tax service denies it. */
    readonly refused: boolean;
    /** The tax service has confirmed it lately. */
    readonly confirmed: boolean;
  };
  readonly method?: {
    /** Until then nothing goes to it; left out when it may go at once. */
    readonly restsUntil?: Date;
    /** Something was paid to it before, and stayed there. */
    readonly proven: boolean;
    /** Another creator is or was paid to the same account. */
    readonly shared: boolean;
  };
  readonly receiptOwed: boolean;
  /** What can be paid out: what is available, without what is owed. */
  readonly available: Money;
  /** Requested today, and this month, and neither rejected nor returned. */
  readonly today: Money;
  readonly thisMonth: Money;
  /** Of this calendar year. */
  readonly year: YearSoFar;
}

/** Why people look at a payout. */
export type ReviewReason = 'above_limit' | 'first_payout' | 'shared_account';

export interface RequestDecision {
  readonly amount: Money;
  readonly tax: Money;
  readonly review: readonly ReviewReason[];
  /** 0: it is approved by the rules alone. */
  readonly approvalsNeeded: number;
}

/** What is left of a bound; never negative. */
const left = (bound: Money, used: Money): Money => ({
  minor: bound.minor > used.minor ? bound.minor - used.minor : 0n,
  currency: bound.currency,
});

const smallest = (first: Money, ...others: readonly Money[]): Money =>
  others.reduce((least, each) => (each.minor < least.minor ? each : least), first);

/**
 * Whether somebody may be paid at all, now. Throws `PayoutsHeld`, `TaxProfileMissing`, `TaxStatusLost`, `TaxServiceAway`,
 * `PayoutMethodMissing`, `PayoutMethodResting`, `ReceiptMissing`.
 */
function checkPayee({ held, profile, method, receiptOwed }: Payee): void {
  if (held) throw new PayoutsHeld();
  if (!profile) throw new TaxProfileMissing();
  if (profile.refused) throw new TaxStatusLost();
  if (profile.status === 'SELF_EMPLOYED' && !profile.confirmed) throw new TaxServiceAway();
  if (!method) throw new PayoutMethodMissing();
  if (method.restsUntil) throw new PayoutMethodResting(method.restsUntil);
  if (receiptOwed) throw new ReceiptMissing();
}

/**
 * Decides about a payout of `asked`, or of as much as there is and limits allow. Throws what {@link checkPayee} throws, and
 * `BelowPayoutThreshold`, `PayoutLimitExceeded`, `SelfEmployedIncomeExceeded`; whether there is enough the ledger says.
 */
export function decideRequest(asked: Money | undefined, payee: Payee, rules: RequestRules): RequestDecision {
  checkPayee(payee);
  const [day, month] = [left(rules.mostPerDay, payee.today), left(rules.mostPerMonth, payee.thisMonth)];
  const year = payee.profile?.status === 'SELF_EMPLOYED' ? left(rules.selfEmployedYear, payee.year.income) : undefined;
  const amount = asked ?? smallest(payee.available, day, month, ...(year ? [year] : []));
  if (asked || payee.available.minor >= rules.threshold.minor) {
    if (amount.minor > day.minor || (!asked && day.minor < rules.threshold.minor))
      throw new PayoutLimitExceeded('day', day);
    if (amount.minor > month.minor || (!asked && month.minor < rules.threshold.minor))
      throw new PayoutLimitExceeded('month', month);
    if (year && (amount.minor > year.minor || (!asked && year.minor < rules.threshold.minor)))
      throw new SelfEmployedIncomeExceeded(year);
  }
  if (amount.minor < rules.threshold.minor) throw new BelowPayoutThreshold(rules.threshold);
  const nothing = { minor: 0n, currency: amount.currency };
  const tax = payee.profile?.status === 'INDIVIDUAL' ? withholding(amount, payee.year, rules.incomeTax) : nothing;
  const review = reviewOf(amount, payee, rules);
  return { amount, tax, review, approvalsNeeded: review.length > 0 ? rules.approvals : 0 };
}

// The limit is the day's: many small payouts are looked at as one large one would be.
const reviewOf = (amount: Money, { method, today }: Payee, { reviewAbove }: RequestRules): ReviewReason[] => [
  ...(today.minor + amount.minor > reviewAbove.minor ? ['above_limit' as const] : []),
  ...(method?.proven ? [] : ['first_payout' as const]),
  ...(method?.shared ? ['shared_account' as const] : []),
];
