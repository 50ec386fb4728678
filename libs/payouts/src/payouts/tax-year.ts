import { type BusinessDay, currency, type Money } from '@moments/kernel';
import { execute, rows, type Tx } from '@moments/platform';
import { withholding } from '../tax/domain/income-tax.js';
import type { PayoutTaxes } from '../payouts.settings.js';
import { moneyOf, type PayoutRow } from './payout.view.js';
import { bracketsOf } from './request-rules.js';

/** The calendar year of a day. */
export const taxYearOf = (day: BusinessDay): number => Number(day.slice(0, 4));

const yearSoFar = `
  select coalesce(sum(amount), 0)::text as income, coalesce(sum(tax), 0)::text as withheld
    from payouts
   where account_id = $1 and tax_year = $2 and tax_status = $3 and currency = $4 and id <> $5
     and status not in ('REJECTED', 'RETURNED')`;

/**
 * Puts payouts into the year of the day on which they go: income is had when it is paid (Tax Code, article 223(1)), however
 * long ago it was asked for. What was taxed as another year's is taxed anew. The rows are locked; gives them as they are then.
 */
export async function inYearOf(
  tx: Tx,
  payouts: readonly PayoutRow[],
  { day, taxes }: { day: BusinessDay; taxes: PayoutTaxes },
): Promise<PayoutRow[]> {
  const taxYear = taxYearOf(day);
  const moved: PayoutRow[] = [];
  // One after another: of two payouts of one creator the second is taxed after the first.
  for (const payout of payouts)
    moved.push(payout.taxYear === taxYear ? payout : await move(tx, payout, { taxYear, taxes }));
  return moved;
}

async function move(
  tx: Tx,
  payout: PayoutRow,
  { taxYear, taxes }: { taxYear: number; taxes: PayoutTaxes },
): Promise<PayoutRow> {
  const { id, accountId, taxStatus, currency: code } = payout;
  const [sums] = await rows<{ income: string; withheld: string }>(tx, yearSoFar, [
    ...[accountId, taxYear, taxStatus, code],
    id,
  ]);
  const money = (minor = '0'): Money => ({ minor: BigInt(minor), currency: currency(code) });
  const soFar = { income: money(sums?.income), withheld: money(sums?.withheld) };
  const { amount } = moneyOf(payout);
  const tax = taxStatus === 'INDIVIDUAL' ? withholding(amount, soFar, bracketsOf(taxes)).minor : 0n;
  await execute(tx, 'update payouts set tax_year = $2, tax = $3 where id = $1', [id, taxYear, tax]);
  return { ...payout, taxYear, tax: `${tax}` };
}
