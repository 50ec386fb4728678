import { Injectable } from '@nestjs/common';
import type { AccountId } from '@moments/kernel';
import { Database, statement } from '@moments/platform';
import { payoutMethodColumns, type PayoutMethodView } from './payout-method.view.js';

const inForce = statement(
  'payouts.methods-in-force',
  `select ${payoutMethodColumns} from payout_methods where account_id = any($1) and replaced_at is null`,
);

@Injectable()
export class PayoutMethodsQueries {
  constructor(private readonly database: Database) {}

  /** Where those accounts are paid that have said so. */
  async of(accountIds: readonly AccountId[]): Promise<Map<AccountId, PayoutMethodView>> {
    const found = await this.database.read<PayoutMethodView>(inForce, [accountIds]);
    return new Map(found.map((method) => [method.accountId, method]));
  }
}
