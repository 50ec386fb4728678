import { type AccountId, currency, type Money, type PayoutBatchId } from '@moments/kernel';

/** CREATED: waits for operators. SENT: the bank is told. CANCELLED: nothing of it could go any more. */
type PayoutBatchStatus = 'CREATED' | 'SENT' | 'CANCELLED';

/** Payouts that go to the bank together. */
export interface PayoutBatchView {
  id: PayoutBatchId;
  status: PayoutBatchStatus;
  payouts: number;
  /** After taxes: what the bank pays. */
  total: Money;
  createdAt: Date;
  sentAt: Date | null;
  /** Operators, in the order in which they approved. */
  approvedBy: readonly AccountId[];
  /** Which files lie in the store. */
  hasPain001: boolean;
  hasExchange1c: boolean;
}

export interface PayoutBatchRow extends Omit<PayoutBatchView, 'total'> {
  currency: string;
  total: string;
}

export const payoutBatchColumns = `batches.id, batches.status, batches.payouts, batches.currency, batches.total,
  batches.created_at as "createdAt", batches.sent_at as "sentAt", batches.pain001_hash is not null as "hasPain001",
  batches.exchange1c_hash is not null as "hasExchange1c",
  array(select operator_id from payout_batch_approvals as approvals where approvals.batch_id = batches.id
         order by approved_at, operator_id) as "approvedBy"`;

export const toPayoutBatchView = ({ currency: code, total, ...row }: PayoutBatchRow): PayoutBatchView => ({
  ...row,
  total: { minor: BigInt(total), currency: currency(code) },
});
