import { Injectable } from '@nestjs/common';
import { type Page, pageOf, type PageWindow, type PayoutBatchId, type TimePosition } from '@moments/kernel';
import { Database, statement } from '@moments/platform';
import {
  type PayoutBatchRow,
  payoutBatchColumns,
  type PayoutBatchView,
  toPayoutBatchView,
} from './payout-batch.view.js';

const byIds = statement(
  'payouts.batches-by-id',
  `select ${payoutBatchColumns} from payout_batches as batches where id = any($1)`,
);
const newest = statement(
  'payouts.batches-newest',
  `select ${payoutBatchColumns} from payout_batches as batches
    where (created_at, id) < ($1::timestamptz, $2::uuid) order by created_at desc, id desc limit $3`,
);

const lastPosition = { at: 'infinity', id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' };

@Injectable()
export class PayoutBatchesQueries {
  constructor(private readonly database: Database) {}

  async byIds(ids: readonly PayoutBatchId[]): Promise<Map<PayoutBatchId, PayoutBatchView>> {
    const found = await this.database.read<PayoutBatchRow>(byIds, [ids]);
    return new Map(found.map((row) => [row.id, toPayoutBatchView(row)]));
  }

  /** Newest first. */
  async page({ limit, after }: PageWindow<TimePosition>): Promise<Page<PayoutBatchView, TimePosition>> {
    const { at, id } = after ?? lastPosition;
    const found = await this.database.read<PayoutBatchRow>(newest, [at, id, limit + 1]);
    return pageOf(found, limit, (row) => ({
      item: toPayoutBatchView(row),
      position: { at: row.createdAt, id: row.id },
    }));
  }
}
