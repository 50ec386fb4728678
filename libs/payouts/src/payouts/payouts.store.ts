import { type AccountId, type PayoutId } from '@moments/kernel';
import { execute, rows, type Tx } from '@moments/platform';
import { payoutColumns, type PayoutRow } from './payout.view.js';

export type NewPayout = Pick<
  PayoutRow,
  | 'id'
  | 'accountId'
  | 'methodId'
  | 'currency'
  | 'taxYear'
  | 'taxStatus'
  | 'payeeName'
  | 'payeeInn'
  | 'review'
  | 'approvalsNeeded'
  | 'requestedAt'
  | 'inputHash'
  | 'reservedEntry'
> & { amount: bigint; tax: bigint; status: 'REQUESTED' | 'APPROVED'; byCreator: boolean; idempotencyKey: string };

export async function insertPayout(tx: Tx, payout: NewPayout): Promise<void> {
  await execute(
    tx,
    `insert into payouts (id, account_id, method_id, currency, amount, tax, tax_year, tax_status, payee_name, payee_inn,
        status, review, approvals_needed, requested_at, by_creator, idempotency_key, input_hash, reserved_entry, approved_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, decode($17, 'hex'), $18, $19)`,
    [
      ...[payout.id, payout.accountId, payout.methodId, payout.currency, payout.amount, payout.tax, payout.taxYear],
      ...[payout.taxStatus, payout.payeeName, payout.payeeInn, payout.status, payout.review, payout.approvalsNeeded],
      ...[payout.requestedAt, payout.byCreator, payout.idempotencyKey, payout.inputHash, payout.reservedEntry],
      payout.status === 'APPROVED' ? payout.requestedAt : null,
    ],
  );
}

/** What was requested under a key, if anything. */
export async function findByKey(tx: Tx, accountId: AccountId, key: string): Promise<PayoutRow | undefined> {
  const sql = `select ${payoutColumns} from payouts where account_id = $1 and idempotency_key = $2`;
  const [found] = await rows<PayoutRow>(tx, sql, [accountId, key]);
  return found;
}

/** Whose payouts they are: to be locked before the payouts themselves. */
export async function payeesOf(tx: Tx, payoutIds: readonly PayoutId[]): Promise<AccountId[]> {
  const sql = 'select distinct account_id as "accountId" from payouts where id = any($1)';
  return (await rows<{ accountId: AccountId }>(tx, sql, [payoutIds])).map(({ accountId }) => accountId);
}

/** Locks payouts in the order of their ids, after their accounts; those that are not there are left out. */
export const lockPayouts = (tx: Tx, payoutIds: readonly PayoutId[]): Promise<PayoutRow[]> =>
  rows<PayoutRow>(tx, `select ${payoutColumns} from payouts where id = any($1) order by id for update`, [payoutIds]);
