import { Injectable } from '@nestjs/common';
import { Audit } from '@moments/identity';
import {
  type AccountId,
  Clock,
  idempotencyKey,
  newId,
  NotFound,
  parseInput,
  type PayoutBatchId,
  toGlobalId,
} from '@moments/kernel';
import { Database, execute, Jobs, rows, Settings, type Tx } from '@moments/platform';
import { z } from 'zod';
import { DebtorUnknown, NothingToSend, OwnPayout } from '../payouts.errors.js';
import { payoutCurrency, payoutDebtor, payoutRules, payoutTaxes, type PayoutDebtor } from '../payouts.settings.js';
import { lockPayoutAccounts } from '../payouts/payout-accounts.service.js';
import { PayoutMoves } from '../payouts/payout-moves.service.js';
import { payoutColumns, type PayoutRow } from '../payouts/payout.view.js';
import { lockPayouts } from '../payouts/payouts.store.js';
import type { PayoutBatchView } from './payout-batch.view.js';
import {
  countBatch,
  findBatch,
  findSendable,
  freshFrom,
  putIn,
  stillSendable,
  takeOut,
} from './payout-batches.store.js';
import { writePayoutFiles } from './write-payout-files.definition.js';

const keyInput = z.object({ idempotencyKey });

interface Making {
  by: AccountId;
  key: string;
  debtor: PayoutDebtor;
}

/** Payouts on their way to the bank, many at once: made by one operator, approved by several, sent once. */
@Injectable()
export class PayoutBatches {
  constructor(
    private readonly database: Database,
    private readonly moves: PayoutMoves,
    private readonly audit: Audit,
    private readonly jobs: Jobs,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /**
   * Collects what is approved and may go. Repeating a key gives the first batch. Throws `NothingToSend`, `DebtorUnknown`,
   * `InvalidInput`.
   */
  async create({ by, idempotencyKey: key }: { by: AccountId; idempotencyKey: string }): Promise<PayoutBatchView> {
    parseInput(keyInput, { idempotencyKey: key });
    const debtor = await this.settings.get(payoutDebtor);
    if (!debtor) throw new DebtorUnknown();
    return this.database.transaction(async (tx) => {
      // One batch is made at a time: two would reach for the same payouts, and two calls with one key both find nothing.
      await execute(tx, `select pg_advisory_xact_lock(hashtextextended('payouts:batches', 0))`);
      const sql = 'select id from payout_batches where created_by = $1 and idempotency_key = $2';
      const [earlier] = await rows<{ id: PayoutBatchId }>(tx, sql, [by, key]);
      return this.known(tx, earlier ? earlier.id : await this.collect(tx, { by, key, debtor }));
    });
  }

  /**
   * One more operator approves; with the last that is needed the batch is sent: what may not go any more is left for
   * another one, and a batch of which nothing may go is cancelled. Again by the same one, or once it is sent or cancelled,
   * changes nothing. Throws `NotFound`, `OwnPayout` for who would be paid by it.
   */
  async approve({ batchId, by }: { batchId: PayoutBatchId; by: AccountId }): Promise<PayoutBatchView> {
    const { batchApprovals } = await this.settings.get(payoutRules);
    return this.database.transaction(async (tx) => {
      const payees = 'select distinct account_id as "accountId" from payouts where batch_id = $1';
      const accounts = await rows<{ accountId: AccountId }>(tx, payees, [batchId]);
      await lockPayoutAccounts(
        tx,
        accounts.map(({ accountId }) => accountId),
      );
      // Two operators at once must not both be the last but one.
      await rows(tx, 'select from payout_batches where id = $1 for update', [batchId]);
      const batch = await this.known(tx, batchId);
      if (batch.status !== 'CREATED' || batch.approvedBy.includes(by)) return batch;
      if (accounts.some(({ accountId }) => accountId === by)) throw new OwnPayout();
      const add = 'insert into payout_batch_approvals (batch_id, operator_id, approved_at) values ($1, $2, $3)';
      await execute(tx, add, [batchId, by, this.clock.now()]);
      await this.record(tx, 'payout_batch.approved', { batchId, by });
      if (batch.approvedBy.length + 1 >= batchApprovals) await this.send(tx, batchId);
      return this.known(tx, batchId);
    });
  }

  private async collect(tx: Tx, { by, key, debtor }: Making): Promise<PayoutBatchId> {
    const rules = await this.settings.getIn(tx, payoutRules);
    const taxes = await this.settings.getIn(tx, payoutTaxes);
    const fresh = freshFrom(this.clock, taxes);
    const found = await findSendable(tx, fresh, rules.batchSize);
    const ids = found.map(({ id }) => id);
    await lockPayoutAccounts(tx, [...new Set(found.map(({ accountId }) => accountId))]);
    await lockPayouts(tx, ids);
    // Somebody may have been held, or a payout rejected, before the lock.
    const sendable = await stillSendable(tx, fresh, ids);
    if (sendable.size === 0) throw new NothingToSend();
    const id = newId<'payoutBatch'>();
    await execute(
      tx,
      `insert into payout_batches (id, status, currency, payouts, total, debtor, created_at, created_by, idempotency_key)
       values ($1, 'CREATED', $2, 0, 0, $3, $4, $5, $6)`,
      [id, payoutCurrency, JSON.stringify(debtor), this.clock.now(), by, key],
    );
    await putIn(
      tx,
      id,
      ids.filter((payoutId) => sendable.has(payoutId)),
    );
    await countBatch(tx, id);
    await this.record(tx, 'payout_batch.created', { batchId: id, by });
    return id;
  }

  private async send(tx: Tx, batchId: PayoutBatchId): Promise<void> {
    const fresh = freshFrom(this.clock, await this.settings.getIn(tx, payoutTaxes));
    const inside = `select ${payoutColumns} from payouts where batch_id = $1 order by id for update`;
    const payouts = await rows<PayoutRow>(tx, inside, [batchId]);
    const sendable = await stillSendable(
      tx,
      fresh,
      payouts.map(({ id }) => id),
    );
    const going = payouts.filter(({ id }) => sendable.has(id));
    await takeOut(
      tx,
      payouts.filter(({ id }) => !sendable.has(id)).map(({ id }) => id),
    );
    if (going.length > 0) await this.moves.send(tx, going);
    await countBatch(tx, batchId);
    const [status, sentAt] = going.length > 0 ? ['SENT', this.clock.now()] : ['CANCELLED', null];
    await execute(tx, 'update payout_batches set status = $2, sent_at = $3 where id = $1', [batchId, status, sentAt]);
    if (going.length > 0) await this.jobs.enqueue(tx, writePayoutFiles, { batchId });
  }

  private async known(tx: Tx, batchId: PayoutBatchId): Promise<PayoutBatchView> {
    const batch = await findBatch(tx, batchId);
    if (!batch) throw new NotFound('payoutBatch', ['batchId']);
    return batch;
  }

  private record(tx: Tx, action: string, { batchId, by }: { batchId: PayoutBatchId; by: AccountId }): Promise<void> {
    return this.audit.record(tx, { actor: by, action, subject: toGlobalId('payoutBatch', batchId), details: {} });
  }
}
