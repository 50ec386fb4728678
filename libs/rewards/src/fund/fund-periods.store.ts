import type { AccountId, BusinessDay, Currency, FundPeriodId, Money } from '@moments/kernel';
import { execute, rows, type SnapshotRead, type Tx } from '@moments/platform';
import { type FundFactName, fundFactNames } from './domain/fund-rules.js';
import type { FundShare, Sharer } from './domain/split-pool.js';
import { type FundPeriodView, periodColumns, type PeriodRow, toPeriod } from './fund.view.js';

const insertBatch = 5_000;

/** A period that nobody else shares, pays or cancels until the transaction ends. */
export async function lockPeriod(tx: Tx, id: FundPeriodId): Promise<FundPeriodView | undefined> {
  const [found] = await rows<PeriodRow>(
    tx,
    `select ${periodColumns} from fund_periods as periods join creator_funds as funds on funds.id = periods.fund_id
      where periods.id = $1 for update of periods`,
    [id],
  );
  return found && toPeriod(found);
}

/** How many days of a range are not closed. */
export async function openDaysOf(
  read: SnapshotRead,
  { from, to }: { from: BusinessDay; to: BusinessDay },
): Promise<number> {
  const [found] = await read<{ open: number }>(
    `select $2::date - $1::date + 1 - (select count(*)::integer from view_days where day between $1 and $2) as open`,
    [from, to],
  );
  return found?.open ?? 0;
}

/*
 * What each creator did on those days of the period on which they earned, with all corrections told so far; of those who
 * earn on its last day and are still there. Reads tables of identity, social and views: one creator at a time would be
 * hundreds of thousands of questions.
 */
const sharers = `with told as (
     select creator_id, moment_id, day, views, qualified, completed, watch_ms from moment_view_days
      where day between $1 and $2
     union all
     select creator_id, moment_id, day, views, qualified, completed, watch_ms from view_corrections
      where day between $1 and $2),
   earned as (
     select told.creator_id, sum(told.views) as views, sum(told.qualified) as qualified,
            sum(told.completed) as completed, sum(told.watch_ms) as watch_ms,
            count(distinct told.moment_id) filter (where told.qualified > 0) as moments,
            count(distinct told.day) filter (where told.qualified > 0) as active_days
       from told join monetization_spells as spells
         on spells.account_id = told.creator_id and spells.from_day <= told.day
            and (spells.until_day is null or told.day < spells.until_day)
      group by told.creator_id)
   select earned.creator_id as "creatorId", greatest(views, 0)::float8 as views,
          greatest(qualified, 0)::float8 as qualified, greatest(completed, 0)::float8 as completed,
          greatest(div(watch_ms, 60000), 0)::float8 as "watchMinutes", moments::float8 as moments,
          active_days::float8 as "activeDays", coalesce(counters.followers, 0)::float8 as followers,
          $2::date - (select min(from_day) from monetization_spells where account_id = earned.creator_id)
            as "approvedDays"
     from earned join accounts on accounts.id = earned.creator_id and accounts.status <> 'deleted'
     left join profile_counters as counters on counters.account_id = earned.creator_id
    where exists (select from monetization_spells as last where last.account_id = earned.creator_id
                     and last.from_day <= $2 and (last.until_day is null or $2 < last.until_day))
    order by earned.creator_id`;

type SharerRow = Record<FundFactName, number> & { creatorId: AccountId; approvedDays: number };

/** Who may share in a period, in the order of ids. */
export async function sharersOf(
  read: SnapshotRead,
  { from, to }: { from: BusinessDay; to: BusinessDay },
): Promise<Sharer[]> {
  const found = await read<SharerRow>(sharers, [from, to]);
  return found.map(({ creatorId, approvedDays, ...row }) => ({
    creatorId,
    approvedDays,
    facts: Object.fromEntries(fundFactNames.map((name) => [name, row[name]])) as Record<FundFactName, number>,
  }));
}

export async function insertShares(tx: Tx, periodId: FundPeriodId, shares: readonly FundShare[]): Promise<void> {
  for (let start = 0; start < shares.length; start += insertBatch) {
    const batch = shares.slice(start, start + insertBatch);
    await execute(
      tx,
      `insert into fund_shares (period_id, creator_id, points, share, inputs, formula)
       select $1, given.* from unnest($2::uuid[], $3::numeric[], $4::bigint[], $5::jsonb[], $6::text[]) as given`,
      [
        periodId,
        batch.map(({ creatorId }) => creatorId),
        batch.map(({ points }) => points.toString()),
        batch.map(({ amount }) => amount.minor.toString()),
        batch.map(({ basis }) => JSON.stringify(basis.inputs)),
        batch.map(({ basis }) => basis.formula),
      ],
    );
  }
}

/** A share that is to be recorded. */
export interface UnpaidShare {
  creatorId: AccountId;
  amount: Money;
  inputs: Record<string, string>;
  formula: string;
}

/** The next shares that nobody has recorded yet. */
export async function unpaidShares(
  tx: Tx,
  { periodId, currency, limit }: { periodId: FundPeriodId; currency: Currency; limit: number },
): Promise<UnpaidShare[]> {
  const found = await rows<{ creatorId: AccountId; share: string; inputs: Record<string, string>; formula: string }>(
    tx,
    `select creator_id as "creatorId", share, inputs, formula from fund_shares
      where period_id = $1 and paid_at is null and share > 0 order by creator_id limit $2`,
    [periodId, limit],
  );
  return found.map(({ share, ...rest }) => ({ ...rest, amount: { minor: BigInt(share), currency } }));
}

export async function markPaid(
  tx: Tx,
  { periodId, creatorIds, at }: { periodId: FundPeriodId; creatorIds: readonly AccountId[]; at: Date },
): Promise<void> {
  await execute(tx, 'update fund_shares set paid_at = $3 where period_id = $1 and creator_id = any($2)', [
    periodId,
    creatorIds,
    at,
  ]);
}
