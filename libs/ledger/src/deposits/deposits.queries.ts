import { Injectable } from '@nestjs/common';
import { type DepositId, type Page, pageOf, type PageWindow, type TimePosition } from '@moments/kernel';
import { Database, statement } from '@moments/platform';
import { depositColumns, type DepositRow, type DepositView, toDepositView, takenBackSql } from './deposit.view.js';

const byIds = statement('ledger.deposits-by-id', `select ${depositColumns} from ledger_deposits where id = any($1)`);
// Entered at the position, also by a plan that was made for every position.
const inSuspense = statement(
  'ledger.deposits-in-suspense',
  `select ${depositColumns} from ledger_deposits
    where credited_to is null and assigned_to is null and ${takenBackSql} < amount and (recorded_at, id) > ($1::timestamptz, $2::uuid)
    order by recorded_at, id limit $3`,
);

const before = { at: '-infinity', id: '00000000-0000-0000-0000-000000000000' };

@Injectable()
export class DepositsQueries {
  constructor(private readonly database: Database) {}

  async byIds(ids: readonly DepositId[]): Promise<Map<DepositId, DepositView>> {
    const found = await this.database.read<DepositRow>(byIds, [ids]);
    return new Map(found.map((row) => [row.id, toDepositView(row)]));
  }

  /** What nobody has been found for yet and was not taken back, the longest waiting first. */
  async inSuspense({ limit, after }: PageWindow<TimePosition>): Promise<Page<DepositView, TimePosition>> {
    const { at, id } = after ?? before;
    const found = await this.database.read<DepositRow>(inSuspense, [at, id, limit + 1]);
    return pageOf(found, limit, (row) => ({
      item: toDepositView(row),
      position: { at: row.recordedAt, id: row.id },
    }));
  }
}
