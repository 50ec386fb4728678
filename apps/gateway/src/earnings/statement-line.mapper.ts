import { toGlobalId } from '@moments/kernel';
import type { CreatorBalance, StatementKind, StatementLineView } from '@moments/payouts';
import type { Locale } from '../graphql/locale.js';
import { translate } from '../graphql/messages/translate.js';
import { toMoneyType } from '../graphql/money.mapper.js';
import { CreatorBalanceType, StatementLineType } from './earnings.types.js';

// Translations are kept under `statement_<kind>`; what has its numbers in the basis tells them.
const sentences: Readonly<Record<StatementKind, string>> = {
  VIEW_REWARD: 'Views: {qualified} qualified',
  PURCHASE_COMMISSION: 'Commission on a purchase',
  FUND_SHARE: 'Share of a creator fund',
  ORDER_REWARD: 'Reward for an order',
  RETURN_CLAWBACK: 'Taken back: the purchase was returned',
  CORRECTION: 'Correction',
  TAX_WITHHELD: 'Income tax',
  PAYOUT: 'Paid out',
  PAYOUT_RETURNED: 'Payout returned by the bank',
};

/** What a line is for, for its reader. */
function describeLine({ kind, basis }: Pick<StatementLineView, 'kind' | 'basis'>, locale: Locale): string {
  const params = plainInputs(basis.inputs);
  const message = sentences[kind].replace(/\{(\w+)\}/g, (_, name: string) => params[name] ?? '');
  return translate({ reason: `statement_${kind.toLowerCase()}`, message, params }, locale);
}

function plainInputs(inputs: unknown): Record<string, string> {
  if (typeof inputs !== 'object' || inputs === null) return {};
  return Object.fromEntries(
    Object.entries(inputs).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );
}

export const toStatementLineType = (view: StatementLineView, locale: Locale): StatementLineType =>
  Object.assign(new StatementLineType(), {
    id: toGlobalId('statementLine', view.id),
    ...{ day: view.day, kind: view.kind, availableAt: view.availableAt, recordedAt: view.recordedAt },
    amount: toMoneyType(view.amount),
    description: describeLine(view, locale),
    basis: { ...view.basis },
    view,
  });

export const toBalanceType = ({ pending, available, inTransit, paid }: CreatorBalance): CreatorBalanceType =>
  Object.assign(new CreatorBalanceType(), {
    pending: toMoneyType(pending),
    available: toMoneyType(available),
    inTransit: toMoneyType(inTransit),
    paid: toMoneyType(paid),
  });
