import { Injectable } from '@nestjs/common';
import { type AccountId, Clock, type PayoutId } from '@moments/kernel';
import { Database, execute, rows, type Tx } from '@moments/platform';
import { lockPayoutAccounts } from '../payouts/payout-accounts.service.js';
import { PayoutMoves } from '../payouts/payout-moves.service.js';
import { lockPayouts } from '../payouts/payouts.store.js';

const isGone = `select from accounts where id = $1 and status = 'deleted'`;
const unsent = `select id from payouts where account_id = $1 and status in ('REQUESTED', 'APPROVED')`;
const withBank = `select from payouts where account_id = $1 and status = 'SENT' limit 1`;
const eraseProfile = 'delete from tax_profiles where account_id = $1';
const erasePayouts = `update payouts set payee_name = '', payee_inn = '', receipt_url = null where account_id = $1`;
const eraseMethods = `
  update payout_methods
     set sealed_number = null, bic = '', masked_account = '', bank_name = '', replaced_at = coalesce(replaced_at, $2)
   where account_id = $1`;

/** Forgets as whom deleted accounts were paid, and where. */
@Injectable()
export class PayeeErasure {
  constructor(
    private readonly database: Database,
    private readonly moves: PayoutMoves,
    private readonly clock: Clock,
  ) {}

  /**
   * Rejects what has not gone to the bank, and erases names, numbers and receipts once nothing is with the bank: it may have
   * to be told again, with the same words. Amounts stay under the bare id, and so does the keyed hash of the bank account, by
   * which another creator with the same one is noticed. Again, or for an account that is not deleted, it changes nothing.
   */
  forget(accountId: AccountId): Promise<void> {
    return this.database.transaction(async (tx) => {
      // Reads identity's accounts: payouts of those who are still here end all the time, and are asked about here.
      if ((await rows(tx, isGone, [accountId])).length === 0) return;
      await lockPayoutAccounts(tx, [accountId]);
      await this.rejectUnsent(tx, accountId);
      if ((await rows(tx, withBank, [accountId])).length > 0) return;
      await execute(tx, eraseProfile, [accountId]);
      await execute(tx, erasePayouts, [accountId]);
      await execute(tx, eraseMethods, [accountId, this.clock.now()]);
    });
  }

  private async rejectUnsent(tx: Tx, accountId: AccountId): Promise<void> {
    const found = await rows<{ id: PayoutId }>(tx, unsent, [accountId]);
    const ids = found.map(({ id }) => id);
    for (const payout of await lockPayouts(tx, ids)) {
      await this.moves.reject(tx, payout, { event: 'reject', failure: 'account_deleted' });
    }
  }
}
