import { Injectable } from '@nestjs/common';
import { type AccountId, NotFound, type PayoutId } from '@moments/kernel';
import { Database, execute, mapConstraints, type Tx } from '@moments/platform';
import { ReceiptInvalid, ReceiptNotDue, ReceiptUsed } from '../payouts.errors.js';
import { isReceiptOf, receiptName } from './domain/receipt-address.js';
import { lockPayoutAccounts } from './payout-accounts.service.js';
import { type PayoutRow, toPayoutView, type PayoutView } from './payout.view.js';
import { lockPayouts } from './payouts.store.js';

interface OwnPayoutRef {
  accountId: AccountId;
  payoutId: PayoutId;
}

const maxUrlLength = 500;

/** The receipts that self-employed creators owe for payouts. */
@Injectable()
export class Receipts {
  constructor(private readonly database: Database) {}

  /**
   * Gives the receipt of a payout that was paid; the same again changes nothing, another takes its place. Throws `NotFound`,
   * `ReceiptNotDue`, `ReceiptInvalid`, `ReceiptUsed`.
   */
  attach({ url, ...own }: OwnPayoutRef & { url: string }): Promise<PayoutView> {
    return this.database.transaction(async (tx) => {
      const payout = await lockOwn(tx, own);
      if (payout.status !== 'PAID' || payout.receiptDue === null) throw new ReceiptNotDue();
      if (url.length > maxUrlLength || !isReceiptOf(url, payout.payeeInn)) throw new ReceiptInvalid();
      const receiptUrl = receiptName(url);
      await mapConstraints(execute(tx, 'update payouts set receipt_url = $2 where id = $1', [payout.id, receiptUrl]), {
        payouts_receipt_once: () => new ReceiptUsed(),
      });
      return toPayoutView({ ...payout, receiptUrl });
    });
  }

  /**
   * Says that the receipt of a payout that came back was cancelled at the tax service; again changes nothing. Throws
   * `NotFound`, `ReceiptNotDue`.
   */
  cancel(own: OwnPayoutRef): Promise<PayoutView> {
    return this.database.transaction(async (tx) => {
      const payout = await lockOwn(tx, own);
      if (payout.status !== 'RETURNED' || payout.receiptDue === null) throw new ReceiptNotDue();
      await execute(tx, 'update payouts set receipt_cancelled = true where id = $1', [payout.id]);
      return toPayoutView({ ...payout, receiptCancelled: true });
    });
  }
}

async function lockOwn(tx: Tx, { accountId, payoutId }: OwnPayoutRef): Promise<PayoutRow> {
  await lockPayoutAccounts(tx, [accountId]);
  const [payout] = await lockPayouts(tx, [payoutId]);
  if (payout?.accountId !== accountId) throw new NotFound('payout', ['payoutId']);
  return payout;
}
