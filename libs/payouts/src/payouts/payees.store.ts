import { type AccountId, after, businessDayOf, currency, hours, type Money, startOfBusinessDay } from '@moments/kernel';
import type { BusinessDay } from '@moments/kernel';
import { rows, type Tx } from '@moments/platform';
import { payoutCurrency, type PayoutRules, type PayoutTaxes } from '../payouts.settings.js';
import { isConfirmed } from '../tax/tax-checks.service.js';
import { taxProfileColumns, type TaxProfileView } from '../tax/tax-profile.view.js';
import type { Payee } from './domain/payout-request.js';
import { holdsOf } from './payout-accounts.service.js';
import { taxYearOf } from './tax-year.js';

/** Somebody who wants to be paid, as the tables tell, without what is available. */
export interface KnownPayee {
  readonly payee: Omit<Payee, 'available'>;
  readonly profile?: TaxProfileView;
  readonly methodId?: string;
  readonly taxYear: number;
}

interface MethodRow {
  id: string;
  setAt: Date;
  replaces: boolean;
  proven: boolean;
  shared: boolean;
}

// A method that was replaced and set again is another row: what was paid to the same number before proves it all the same.
const methodOf = `
  select id, set_at as "setAt",
         exists (select from payout_methods as earlier where earlier.account_id = $1 and earlier.replaced_at is not null
                    and earlier.number_hash <> methods.number_hash) as replaces,
         exists (select from payouts join payout_methods as used on used.id = payouts.method_id
                  where payouts.account_id = $1 and payouts.status = 'PAID' and used.number_hash = methods.number_hash)
           as proven,
         exists (select from payout_methods as others
                  where others.number_hash = methods.number_hash and others.account_id <> $1) as shared
    from payout_methods as methods where account_id = $1 and replaced_at is null`;

const sumsOf = `
  select coalesce(sum(amount) filter (where requested_at >= $2), 0)::text as today,
         coalesce(sum(amount) filter (where requested_at >= $3), 0)::text as month,
         coalesce(sum(amount) filter (where tax_year = $4 and tax_status = $5), 0)::text as income,
         coalesce(sum(tax) filter (where tax_year = $4 and tax_status = $5), 0)::text as withheld
    from payouts where account_id = $1 and status not in ('REJECTED', 'RETURNED') and currency = $6`;

const receiptOwed = `
  select from payouts
   where account_id = $1 and receipt_due is not null
     and ((status = 'PAID' and receipt_url is null) or (status = 'RETURNED' and not receipt_cancelled)) limit 1`;

const rub = (minor: string): Money => ({ minor: BigInt(minor), currency: currency(payoutCurrency) });

/** Reads what a request is decided by; the account is locked. */
export async function readPayee(
  tx: Tx,
  accountId: AccountId,
  { rules, taxes, now }: { rules: PayoutRules; taxes: PayoutTaxes; now: Date },
): Promise<KnownPayee> {
  const today = businessDayOf(now);
  const taxYear = taxYearOf(today);
  const profiles = `select ${taxProfileColumns} from tax_profiles where account_id = $1`;
  const [profile] = await rows<TaxProfileView>(tx, profiles, [accountId]);
  const [method] = await rows<MethodRow>(tx, methodOf, [accountId]);
  const monthStart = startOfBusinessDay(`${today.slice(0, 8)}01` as BusinessDay);
  const [sums] = await rows<{ today: string; month: string; income: string; withheld: string }>(tx, sumsOf, [
    ...[accountId, startOfBusinessDay(today), monthStart, taxYear],
    ...[profile?.status ?? null, payoutCurrency],
  ]);
  if (!sums) throw new Error('nothing was summed');
  const owed = await rows(tx, receiptOwed, [accountId]);
  const confirmed = profile ? isConfirmed(profile.verifiedAt, { checkHours: taxes.checkHours, now }) : false;
  return {
    ...{ profile, methodId: method?.id, taxYear },
    payee: {
      held: (await holdsOf(tx, [accountId])).has(accountId),
      profile: profile && { status: profile.status, refused: profile.refusal !== null, confirmed },
      method: method && { ...restOf(method, rules, now), proven: method.proven, shared: method.shared },
      receiptOwed: owed.length > 0,
      today: rub(sums.today),
      thisMonth: rub(sums.month),
      year: { income: rub(sums.income), withheld: rub(sums.withheld) },
    },
  };
}

function restOf({ replaces, setAt }: MethodRow, { newMethodRestHours }: PayoutRules, now: Date): { restsUntil?: Date } {
  const restsUntil = after(setAt, hours(newMethodRestHours));
  return replaces && restsUntil > now ? { restsUntil } : {};
}
