import type { AccountId, BusinessDay, CreatorFundId, Currency, FundPeriodId, Money } from '@moments/kernel';
import type { Basis } from '../policy/domain/basis.js';
import type { FundPurpose, FundRules } from './domain/fund-rules.js';
import type { FundPeriodStatus } from './domain/period-machine.js';

export interface FundView {
  readonly id: CreatorFundId;
  readonly name: string;
  readonly purpose: FundPurpose;
  readonly currency: Currency;
  readonly createdAt: Date;
}

/** A fund with its money. */
export interface FundBalance extends FundView {
  /** All that it was ever given. */
  readonly budget: Money;
  /** What no period has set aside or paid. */
  readonly remaining: Money;
}

export interface FundPeriodView {
  readonly id: FundPeriodId;
  readonly fundId: CreatorFundId;
  /** Both included. */
  readonly from: BusinessDay;
  readonly to: BusinessDay;
  readonly pool: Money;
  readonly rules: FundRules;
  readonly status: FundPeriodStatus;
  readonly openedAt: Date;
  readonly endedAt: Date | null;
  /** Once shared: what creators get and what goes back, together the pool. */
  readonly allocated: Money | null;
  readonly unallocated: Money | null;
}

export interface FundShareView {
  readonly creatorId: AccountId;
  readonly points: bigint;
  readonly amount: Money;
  readonly basis: Basis;
  readonly paidAt: Date | null;
}

export const fundColumns = `funds.id, funds.name, funds.purpose, funds.currency, funds.created_at as "createdAt"`;

export const periodColumns = `periods.id, periods.fund_id as "fundId", periods.from_day::text as "from",
  periods.to_day::text as "to", periods.pool, periods.rules, periods.status, periods.opened_at as "openedAt",
  periods.ended_at as "endedAt", periods.allocated, periods.unallocated, funds.currency`;

/** What {@link periodColumns} gives: bigints as Postgres writes them. */
export interface PeriodRow extends Omit<FundPeriodView, 'pool' | 'allocated' | 'unallocated'> {
  readonly pool: string;
  readonly allocated: string | null;
  readonly unallocated: string | null;
  readonly currency: Currency;
}

export function toPeriod({ pool, allocated, unallocated, currency, ...period }: PeriodRow): FundPeriodView {
  const money = (minor: string): Money => ({ minor: BigInt(minor), currency });
  return {
    ...period,
    pool: money(pool),
    allocated: allocated === null ? null : money(allocated),
    unallocated: unallocated === null ? null : money(unallocated),
  };
}
