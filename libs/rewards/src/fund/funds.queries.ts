import { Injectable } from '@nestjs/common';
import {
  type AccountId,
  type BusinessDay,
  type CreatorFundId,
  type Currency,
  type FundPeriodId,
  isUuid,
  type Page,
  pagesOf,
  type PageWindow,
  parseBusinessDay,
} from '@moments/kernel';
import { addresses, LedgerQueries } from '@moments/ledger';
import { Database, statement } from '@moments/platform';
import {
  type FundBalance,
  fundColumns,
  type FundPeriodView,
  type FundShareView,
  type FundView,
  periodColumns,
  type PeriodRow,
  toPeriod,
} from './fund.view.js';

/** Where a list of periods goes on: the latest first. */
export interface PeriodPosition {
  from: BusinessDay;
  id: FundPeriodId;
}

/** Where a report goes on: the largest share first. */
export interface SharePosition {
  minor: string;
  creatorId: AccountId;
}

// What periods hold or have paid: with what is left it is all that a fund was given.
const givenOut = `coalesce((select sum(case when periods.status = 'OPEN' or periods.status = 'PAYING' then periods.pool
       when periods.status = 'CLOSED' then periods.allocated else 0 end)
     from fund_periods as periods where periods.fund_id = funds.id), 0)::text as "givenOut"`;

const allFunds = statement(
  'rewards.funds',
  `select ${fundColumns}, ${givenOut} from creator_funds as funds order by created_at, id`,
);
const fundsById = statement(
  'rewards.funds-by-id',
  `select ${fundColumns}, ${givenOut} from creator_funds as funds where id = any($1)`,
);
const periodsById = statement(
  'rewards.fund-periods-by-id',
  `select ${periodColumns} from fund_periods as periods join creator_funds as funds on funds.id = periods.fund_id
    where periods.id = any($1)`,
);
const periodsOf = statement(
  'rewards.fund-periods',
  `select page.* from unnest($1::uuid[]) as asked (id) cross join lateral (
     select ${periodColumns} from fund_periods as periods join creator_funds as funds on funds.id = periods.fund_id
      where periods.fund_id = asked.id and ($2::date is null or (periods.from_day, periods.id) < ($2, $3::uuid))
      order by periods.from_day desc, periods.id desc limit $4) as page`,
);
const sharesOf = statement(
  'rewards.fund-shares',
  `select page.*, funds.currency
     from unnest($1::uuid[]) as asked (id) join fund_periods as periods on periods.id = asked.id
     join creator_funds as funds on funds.id = periods.fund_id cross join lateral (
       select shares.period_id as "periodId", shares.creator_id as "creatorId", shares.points::text as points,
              shares.share, shares.inputs, shares.formula, shares.paid_at as "paidAt"
         from fund_shares as shares
        where shares.period_id = asked.id
          and ($2::bigint is null or shares.share < $2 or (shares.share = $2 and shares.creator_id > $3::uuid))
        order by shares.share desc, shares.creator_id limit $4) as page`,
);

interface ShareRow {
  periodId: FundPeriodId;
  creatorId: AccountId;
  points: string;
  share: string;
  inputs: Record<string, string>;
  formula: string;
  paidAt: Date | null;
  currency: Currency;
}

type FundRow = FundView & { givenOut: string };

/** Funds, their periods and who got what. */
@Injectable()
export class FundsQueries {
  constructor(
    private readonly database: Database,
    private readonly ledger: LedgerQueries,
  ) {}

  /** Every fund there is, the oldest first: there are few. */
  async all(): Promise<FundBalance[]> {
    return this.withBalances(await this.database.read<FundRow>(allFunds));
  }

  async byIds(ids: readonly CreatorFundId[]): Promise<Map<CreatorFundId, FundBalance>> {
    const funds = await this.withBalances(await this.database.read<FundRow>(fundsById, [ids]));
    return new Map(funds.map((fund) => [fund.id, fund]));
  }

  async periodsByIds(ids: readonly FundPeriodId[]): Promise<Map<FundPeriodId, FundPeriodView>> {
    const found = await this.database.read<PeriodRow>(periodsById, [ids]);
    return new Map(found.map((row) => [row.id, toPeriod(row)]));
  }

  /** A page of each fund's periods, the latest first; one statement. */
  async periods(
    fundIds: readonly CreatorFundId[],
    { limit, after }: PageWindow<PeriodPosition>,
  ): Promise<Map<CreatorFundId, Page<FundPeriodView, PeriodPosition>>> {
    const parameters = [fundIds, after?.from ?? null, after?.id ?? null, limit + 1];
    const found = await this.database.read<PeriodRow>(periodsOf, parameters);
    return pagesOf(fundIds, found, {
      ownerOf: ({ fundId }) => fundId,
      limit,
      map: (row) => ({ item: toPeriod(row), position: { from: row.from, id: row.id } }),
    });
  }

  /** A page of each shared period's report, the largest share first; all of it and what is left over are the pool. */
  async shares(
    periodIds: readonly FundPeriodId[],
    { limit, after }: PageWindow<SharePosition>,
  ): Promise<Map<FundPeriodId, Page<FundShareView, SharePosition>>> {
    const parameters = [periodIds, after?.minor ?? null, after?.creatorId ?? null, limit + 1];
    const found = await this.database.read<ShareRow>(sharesOf, parameters);
    return pagesOf(periodIds, found, {
      ownerOf: ({ periodId }) => periodId,
      limit,
      map: (row) => ({ item: toShare(row), position: { minor: row.share, creatorId: row.creatorId } }),
    });
  }

  private async withBalances(funds: readonly FundRow[]): Promise<FundBalance[]> {
    const balances = await this.ledger.balances(
      funds.map(({ id, currency }) => ({ address: addresses.fundBudget(id), currency })),
    );
    return funds.map(({ givenOut: out, ...fund }, index) => {
      const remaining = balances[index]?.balance ?? { minor: 0n, currency: fund.currency };
      return { ...fund, remaining, budget: { minor: remaining.minor + BigInt(out), currency: fund.currency } };
    });
  }
}

const toShare = ({ creatorId, points, share, inputs, formula, paidAt, currency }: ShareRow): FundShareView => ({
  ...{ creatorId, points: BigInt(points), paidAt, basis: { inputs, formula } },
  amount: { minor: BigInt(share), currency },
});

/** Reads a cursor of {@link FundsQueries.periods}; `undefined` for another's. */
export function readPeriodPosition(cursor: unknown): PeriodPosition | undefined {
  if (!Array.isArray(cursor) || cursor.length !== 2) return undefined;
  const [from, id] = cursor as unknown[];
  if (typeof from !== 'string' || typeof id !== 'string' || !isUuid(id)) return undefined;
  const day = parseBusinessDay(from);
  return day && { from: day, id: id as FundPeriodId };
}

/** Reads a cursor of {@link FundsQueries.shares}; `undefined` for another's. */
export function readSharePosition(cursor: unknown): SharePosition | undefined {
  if (!Array.isArray(cursor) || cursor.length !== 2) return undefined;
  const [minor, id] = cursor as unknown[];
  if (typeof minor !== 'string' || !/^\d{1,18}$/.test(minor)) return undefined;
  return typeof id === 'string' && isUuid(id) ? { minor, creatorId: id as AccountId } : undefined;
}
