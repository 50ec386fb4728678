import { type Money, toGlobalId } from '@moments/kernel';
import type { FundBalance, FundPeriodView, FundShareView } from '@moments/rewards';
import { toMoneyType } from '../graphql/money.mapper.js';
import { CreatorFundType, FundPeriodType, FundShareType } from './fund.types.js';

export const toFundType = ({ id, name, purpose, budget, remaining }: FundBalance): CreatorFundType =>
  Object.assign(new CreatorFundType(), {
    ...{ id: toGlobalId('creatorFund', id), fundId: id, name, purpose },
    ...{ budget: toMoneyType(budget), remaining: toMoneyType(remaining) },
  });

export const toPeriodType = (view: FundPeriodView): FundPeriodType => {
  const { id, fundId, from, to, rules, status, openedAt, endedAt } = view;
  return Object.assign(new FundPeriodType(), {
    ...{ id: toGlobalId('fundPeriod', id), periodId: id, fundId, from, to, rules, status, openedAt },
    endedAt: endedAt ?? undefined,
    pool: toMoneyType(view.pool),
    allocated: optional(view.allocated),
    unallocated: optional(view.unallocated),
  });
};

export const toShareType = ({ creatorId, points, amount, basis, paidAt }: FundShareView): FundShareType =>
  Object.assign(new FundShareType(), {
    ...{ creatorId, points: points.toString(), amount: toMoneyType(amount) },
    ...{ inputs: basis.inputs, formula: basis.formula, paidAt: paidAt ?? undefined },
  });

const optional = (money: Money | null) => (money === null ? undefined : toMoneyType(money));
