import { type AccountId, after, type Clock, hours, type PayoutBatchId, type PayoutId } from '@moments/kernel';
import { execute, rows, type Tx } from '@moments/platform';
import type { PayoutTaxes } from '../payouts.settings.js';
import {
  type PayoutBatchRow,
  payoutBatchColumns,
  type PayoutBatchView,
  toPayoutBatchView,
} from './payout-batch.view.js';

/**
 * Whether a payout may go now: nothing is held, the account is active, and of the self-employed the tax service has said so
 * lately. Reads identity's accounts: it asks for each of a batch's payouts at once.
 */
const mayGo = (freshFrom: string): string => `
  not exists (select from payout_holds as holds where holds.account_id = payouts.account_id)
  and exists (select from accounts where accounts.id = payouts.account_id and accounts.status = 'active')
  and (payouts.tax_status <> 'SELF_EMPLOYED'
       or exists (select from tax_profiles as profiles
                   where profiles.account_id = payouts.account_id and profiles.inn = payouts.payee_inn
                     and profiles.refusal is null and profiles.verified_at > ${freshFrom}))`;

/** The word of the tax service must not be older. */
export const freshFrom = (clock: Clock, { checkHours }: Pick<PayoutTaxes, 'checkHours'>): Date =>
  after(clock.now(), -hours(checkHours));

interface PayoutOfAccount {
  id: PayoutId;
  accountId: AccountId;
}

/** What is approved, in no batch, and may go; the oldest first. Nothing is locked. */
export const findSendable = (tx: Tx, fresh: Date, limit: number): Promise<PayoutOfAccount[]> =>
  rows<PayoutOfAccount>(
    tx,
    `select id, account_id as "accountId" from payouts
      where status = 'APPROVED' and batch_id is null and ${mayGo('$1')} order by id limit $2`,
    [fresh, limit],
  );

/** Which of those payouts, whose accounts are locked, still may go. */
export async function stillSendable(tx: Tx, fresh: Date, payoutIds: readonly PayoutId[]): Promise<Set<PayoutId>> {
  const sql = `select id from payouts where status = 'APPROVED' and id = any($2) and ${mayGo('$1')}`;
  return new Set((await rows<{ id: PayoutId }>(tx, sql, [fresh, payoutIds])).map(({ id }) => id));
}

export async function findBatch(tx: Tx, id: PayoutBatchId): Promise<PayoutBatchView | undefined> {
  const sql = `select ${payoutBatchColumns} from payout_batches as batches where id = $1`;
  const [found] = await rows<PayoutBatchRow>(tx, sql, [id]);
  return found && toPayoutBatchView(found);
}

/** Counts a batch anew after payouts were put in or taken out. */
export const countBatch = (tx: Tx, id: PayoutBatchId): Promise<number> =>
  execute(
    tx,
    `update payout_batches set payouts = counted.payouts, total = counted.total
       from (select count(*)::int as payouts, coalesce(sum(amount - tax), 0) as total from payouts where batch_id = $1)
         as counted
      where id = $1`,
    [id],
  );

/** Puts approved payouts into a batch, in the order given. */
export const putIn = (tx: Tx, batchId: PayoutBatchId, payoutIds: readonly PayoutId[]): Promise<number> =>
  execute(
    tx,
    `update payouts set batch_id = $1, position = taken.position
       from unnest($2::uuid[]) with ordinality as taken (id, position) where payouts.id = taken.id`,
    [batchId, payoutIds],
  );

/** Takes payouts out of a batch that was not sent: they wait for another one. */
export const takeOut = (tx: Tx, payoutIds: readonly PayoutId[]): Promise<number> =>
  execute(tx, `update payouts set batch_id = null, position = null where id = any($1) and status = 'APPROVED'`, [
    payoutIds,
  ]);

/** A payout that will not go leaves its batch, which goes on with the others. */
export async function leaveBatch(tx: Tx, { id, batchId }: { id: PayoutId; batchId: PayoutBatchId }): Promise<void> {
  await execute(tx, 'update payouts set batch_id = null, position = null where id = $1', [id]);
  await countBatch(tx, batchId);
}
