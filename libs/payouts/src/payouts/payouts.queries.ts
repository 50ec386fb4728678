import { Injectable } from '@nestjs/common';
import {
  type AccountId,
  type Page,
  pagesOf,
  pageOf,
  type PageWindow,
  type PayoutId,
  type TimePosition,
} from '@moments/kernel';
import { Database, statement } from '@moments/platform';
import { payoutColumns, type PayoutRow, toPayoutView, type PayoutView } from './payout.view.js';

const byIds = statement('payouts.by-ids', `select ${payoutColumns} from payouts where id = any($1)`);

// Each account's page by its own index; the position is entered also by a plan that was made for every position.
const ofAccounts = statement(
  'payouts.of-accounts',
  `select page.* from unnest($1::uuid[]) as owner (id)
    cross join lateral (
      select ${payoutColumns} from payouts
       where account_id = owner.id and (requested_at, id) < ($2::timestamptz, $3::uuid)
       order by requested_at desc, payouts.id desc limit $4) as page`,
);

const waiting = statement(
  'payouts.waiting',
  `select ${payoutColumns} from payouts
    where status = 'REQUESTED' and (requested_at, id) > ($1::timestamptz, $2::uuid)
    order by requested_at, id limit $3`,
);

const lastPosition = { at: 'infinity', id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' };
const firstPosition = { at: '-infinity', id: '00000000-0000-0000-0000-000000000000' };

const toItem = (row: PayoutRow) => ({ item: toPayoutView(row), position: { at: row.requestedAt, id: row.id } });

@Injectable()
export class PayoutsQueries {
  constructor(private readonly database: Database) {}

  async byIds(ids: readonly PayoutId[]): Promise<Map<PayoutId, PayoutView>> {
    const found = await this.database.read<PayoutRow>(byIds, [ids]);
    return new Map(found.map((row) => [row.id, toPayoutView(row)]));
  }

  /** A page of each account's payouts, newest first. */
  async ofAccounts(
    accountIds: readonly AccountId[],
    { limit, after }: PageWindow<TimePosition>,
  ): Promise<Map<AccountId, Page<PayoutView, TimePosition>>> {
    const { at, id } = after ?? lastPosition;
    const found = await this.database.read<PayoutRow>(ofAccounts, [accountIds, at, id, limit + 1]);
    return pagesOf(accountIds, found, { ownerOf: ({ accountId }) => accountId, limit, map: toItem });
  }

  /** What waits for operators, the longest waiting first. */
  async waiting({ limit, after }: PageWindow<TimePosition>): Promise<Page<PayoutView, TimePosition>> {
    const { at, id } = after ?? firstPosition;
    const found = await this.database.read<PayoutRow>(waiting, [at, id, limit + 1]);
    return pageOf(found, limit, toItem);
  }
}
