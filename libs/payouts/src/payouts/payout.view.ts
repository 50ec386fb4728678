import {
  type AccountId,
  currency,
  type JournalEntryId,
  type Money,
  type PayoutBatchId,
  type PayoutId,
} from '@moments/kernel';
import type { TaxStatus } from '../tax/tax-profile.view.js';
import type { PayoutStatus } from './domain/payout-machine.js';
import type { ReviewReason } from './domain/payout-request.js';

/** Money on its way to a creator's bank. */
export interface PayoutView {
  id: PayoutId;
  accountId: AccountId;
  /** What leaves the creator's balance, and what of it is tax. */
  amount: Money;
  tax: Money;
  net: Money;
  taxStatus: TaxStatus;
  status: PayoutStatus;
  review: readonly ReviewReason[];
  approvalsNeeded: number;
  requestedAt: Date;
  sentAt: Date | null;
  paidAt: Date | null;
  batchId: PayoutBatchId | null;
  /** Why it failed, as the bank or an operator says: a code of ISO 20022 such as `AC04`, or a word of ours. */
  failure: string | null;
  /** Until when a receipt is due, or its cancellation once the money has come back. */
  receiptDue: Date | null;
  receiptUrl: string | null;
  receiptCancelled: boolean;
}

export interface PayoutRow extends Omit<PayoutView, 'amount' | 'tax' | 'net'> {
  currency: string;
  amount: string;
  tax: string;
  methodId: string;
  taxYear: number;
  payeeName: string;
  payeeInn: string;
  inputHash: string;
  reservedEntry: JournalEntryId;
  taxEntry: JournalEntryId | null;
  paidEntry: JournalEntryId | null;
  position: number | null;
}

export const payoutColumns = `payouts.id, payouts.account_id as "accountId", payouts.method_id as "methodId", payouts.currency,
  payouts.amount, payouts.tax, payouts.tax_year as "taxYear", payouts.tax_status as "taxStatus",
  payouts.payee_name as "payeeName", payouts.payee_inn as "payeeInn", payouts.status, payouts.review,
  payouts.approvals_needed as "approvalsNeeded", payouts.requested_at as "requestedAt", payouts.sent_at as "sentAt",
  payouts.paid_at as "paidAt", payouts.batch_id as "batchId", payouts.position, payouts.failure,
  payouts.receipt_due as "receiptDue", payouts.receipt_url as "receiptUrl", payouts.receipt_cancelled as "receiptCancelled",
  encode(payouts.input_hash, 'hex') as "inputHash", payouts.reserved_entry as "reservedEntry",
  payouts.tax_entry as "taxEntry", payouts.paid_entry as "paidEntry"`;

export function moneyOf(row: Pick<PayoutRow, 'amount' | 'tax' | 'currency'>): {
  amount: Money;
  tax: Money;
  net: Money;
} {
  const [amount, tax, code] = [BigInt(row.amount), BigInt(row.tax), currency(row.currency)];
  return {
    amount: { minor: amount, currency: code },
    tax: { minor: tax, currency: code },
    net: { minor: amount - tax, currency: code },
  };
}

export const toPayoutView = (row: PayoutRow): PayoutView => ({
  ...{ id: row.id, accountId: row.accountId, ...moneyOf(row), taxStatus: row.taxStatus, status: row.status },
  ...{ review: row.review, approvalsNeeded: row.approvalsNeeded, requestedAt: row.requestedAt },
  ...{ sentAt: row.sentAt, paidAt: row.paidAt, batchId: row.batchId, failure: row.failure },
  ...{ receiptDue: row.receiptDue, receiptUrl: row.receiptUrl, receiptCancelled: row.receiptCancelled },
});
