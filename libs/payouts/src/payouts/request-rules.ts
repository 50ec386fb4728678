import { type PayoutRules, type PayoutTaxes, roubles } from '../payouts.settings.js';
import type { TaxBracket } from '../tax/domain/income-tax.js';
import type { RequestRules } from './domain/payout-request.js';

/** The settings as the decision takes them. */
export const requestRules = (rules: PayoutRules, taxes: PayoutTaxes): RequestRules => ({
  threshold: roubles(rules.threshold),
  mostPerDay: roubles(rules.mostPerDay),
  mostPerMonth: roubles(rules.mostPerMonth),
  reviewAbove: roubles(rules.reviewAbove),
  approvals: rules.approvals,
  incomeTax: bracketsOf(taxes),
  selfEmployedYear: roubles(taxes.selfEmployedYear),
});

export const bracketsOf = ({ incomeTax }: Pick<PayoutTaxes, 'incomeTax'>): TaxBracket[] =>
  incomeTax.map(({ upTo, bps }) => ({
    ...(upTo === undefined ? {} : { upToMinor: roubles(upTo).minor }),
    bps: BigInt(bps),
  }));
