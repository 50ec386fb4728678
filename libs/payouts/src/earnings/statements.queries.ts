import { Injectable } from '@nestjs/common';
import {
  type AccountId,
  type BusinessDay,
  type CampaignId,
  currency as currencyOf,
  type Currency,
  type Money,
  type MomentId,
  type Page,
  pageOf,
  type PageWindow,
  type StatementLineId,
} from '@moments/kernel';
import { LedgerQueries, walletCurrency } from '@moments/ledger';
import { Database, Settings, statement } from '@moments/platform';
import { accountsOf, addressesOf } from './creator-accounts.js';
import type { EarningBasis, Json, StatementKind } from './domain/earning.js';
import type { CreatorBalance, StatementLineView, StatementPosition } from './statement.view.js';

const columns = `line.id, line.creator_id as "creatorId", line.day::text, line.kind, line.amount, line.currency,
  line.moment_id as "momentId", line.campaign_id as "campaignId", line.available_at as "availableAt",
  line.recorded_at as "recordedAt", line.policy_version as "policyVersion", line.inputs, line.formula`;

const ofCreator = statement(
  'payouts.statement-of-creator',
  `select ${columns} from statement_lines as line
    where line.creator_id = $1 and line.day between $2 and $3 and (line.day, line.id) < ($4, $5)
    order by line.day desc, line.id desc limit $6`,
);
const byIds = statement(
  'payouts.statement-lines-by-id',
  `select ${columns} from statement_lines as line where line.creator_id = $1 and line.id = any ($2::uuid[])`,
);
const underway = statement(
  'payouts.sums-of-payouts',
  `select account_id as "creatorId", coalesce(sum(amount) filter (where status in ('REQUESTED', 'APPROVED', 'SENT')), 0)::text as transit,
          coalesce(sum(amount) filter (where status = 'PAID'), 0)::text as paid
     from payouts where account_id = any ($1::uuid[]) and currency = $2 group by account_id`,
);
const ofMoments = statement(
  'payouts.earned-by-moments',
  `select moment_id as "momentId", day::text, sum(amount)::text as minor
     from statement_lines
    where moment_id = any ($1::uuid[]) and day between $2 and $3 and currency = $4
    group by moment_id, day order by moment_id, day`,
);

const [firstDay, lastDay] = ['-infinity', 'infinity'];
const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** From a day to another, both included; open where one is left out. */
export interface DayWindow {
  readonly from?: BusinessDay;
  readonly to?: BusinessDay;
}

/** What a moment earned on a day. */
export interface MomentDayEarnings {
  readonly day: BusinessDay;
  readonly amount: Money;
}

/** Statements and balances of creators; each read is one statement, however many are asked about. */
@Injectable()
export class StatementsQueries {
  constructor(
    private readonly database: Database,
    private readonly ledger: LedgerQueries,
    private readonly settings: Settings,
  ) {}

  /** A page of a creator's lines of these days, newest day first. */
  async ofCreator(
    creatorId: AccountId,
    { from, to }: DayWindow,
    { limit, after }: PageWindow<StatementPosition>,
  ): Promise<Page<StatementLineView, StatementPosition>> {
    const days = [from ?? firstDay, to ?? lastDay];
    const position = [after?.day ?? lastDay, after?.id ?? lastId];
    const found = await this.database.read<LineRow>(ofCreator, [creatorId, ...days, ...position, limit + 1]);
    return pageOf(found, limit, (row) => ({ item: toView(row), position: { day: row.day, id: row.id } }));
  }

  /** Lines of a creator by their ids; nobody else's are found. */
  async byIds(creatorId: AccountId, ids: readonly StatementLineId[]): Promise<Map<StatementLineId, StatementLineView>> {
    const found = await this.database.read<LineRow>(byIds, [creatorId, ids]);
    return new Map(found.map((row) => [row.id, toView(row)]));
  }

  /** What creators have now, in the marketplace's currency; nothing for whoever never earned. */
  async balanceOf(creatorIds: readonly AccountId[]): Promise<Map<AccountId, CreatorBalance>> {
    const code = await this.currency();
    const accounts = creatorIds.flatMap((id) => addressesOf(id).map((address) => ({ address, currency: code })));
    const [balances, payouts] = await Promise.all([
      this.ledger.balances(accounts),
      this.database.read<{ creatorId: AccountId; transit: string; paid: string }>(underway, [creatorIds, code]),
    ]);
    const minorOf = new Map(balances.map(({ address, balance }) => [address, balance.minor]));
    const payoutsOf = new Map(payouts.map((row) => [row.creatorId, row]));
    const money = (minor: bigint): Money => ({ minor, currency: code });
    return new Map(
      creatorIds.map((id) => {
        const { pending, available, debt } = accountsOf(id);
        const { transit = '0', paid = '0' } = payoutsOf.get(id) ?? {};
        return [
          id,
          {
            pending: money(minorOf.get(pending) ?? 0n),
            available: money((minorOf.get(available) ?? 0n) + (minorOf.get(debt) ?? 0n)),
            inTransit: money(BigInt(transit)),
            paid: money(BigInt(paid)),
          },
        ];
      }),
    );
  }

  /** What moments have earned on each of these days on which they did, in the order of days; every moment has an answer. */
  async earnedByMoments(
    momentIds: readonly MomentId[],
    { from, to }: DayWindow = {},
  ): Promise<Map<MomentId, MomentDayEarnings[]>> {
    const code = await this.currency();
    const found = await this.database.read<{ momentId: MomentId; day: BusinessDay; minor: string }>(ofMoments, [
      momentIds,
      from ?? firstDay,
      to ?? lastDay,
      code,
    ]);
    const earned = new Map<MomentId, MomentDayEarnings[]>(momentIds.map((id) => [id, []]));
    for (const { momentId, day, minor } of found) {
      earned.get(momentId)?.push({ day, amount: { minor: BigInt(minor), currency: code } });
    }
    return earned;
  }

  /** The currency that balances are told in. */
  async currency(): Promise<Currency> {
    return currencyOf(await this.settings.get(walletCurrency));
  }
}

interface LineRow {
  id: StatementLineId;
  creatorId: AccountId;
  day: BusinessDay;
  kind: StatementKind;
  amount: string;
  currency: Currency;
  momentId: MomentId | null;
  campaignId: CampaignId | null;
  availableAt: Date;
  recordedAt: Date;
  policyVersion: number | null;
  inputs: Json;
  formula: string;
}

function toView(row: LineRow): StatementLineView {
  const { amount, currency, momentId, campaignId, policyVersion, inputs, formula, ...line } = row;
  const basis: EarningBasis = { policyVersion: policyVersion ?? undefined, inputs, formula };
  return {
    ...line,
    amount: { minor: BigInt(amount), currency },
    momentId: momentId ?? undefined,
    campaignId: campaignId ?? undefined,
    basis,
  };
}
