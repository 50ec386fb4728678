import { Injectable } from '@nestjs/common';
import { Audit, requireActive } from '@moments/identity';
import { type AccountId, Clock, NotFound, parseInput, type PayoutId, toGlobalId } from '@moments/kernel';
import { Database, execute, rows, type Tx } from '@moments/platform';
import { z } from 'zod';
import { OwnPayout, PayoutNotThere, PayoutsHeld } from '../payouts.errors.js';
import { holdsOf, lockPayoutAccounts, PayoutAccounts } from './payout-accounts.service.js';
import { PayoutMoves } from './payout-moves.service.js';
import { type PayoutRow, toPayoutView, type PayoutView } from './payout.view.js';
import { lockPayouts, payeesOf } from './payouts.store.js';

/** What an operator does with a payout. */
export interface PayoutAct {
  payoutId: PayoutId;
  by: AccountId;
}

const why = z.object({ reason: z.string().trim().min(1, 'must not be empty').max(500) });

/** How operators decide about payouts: yes by several, no by one. Every act is audited. */
@Injectable()
export class PayoutApprovals {
  constructor(
    private readonly database: Database,
    private readonly moves: PayoutMoves,
    private readonly accounts: PayoutAccounts,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /**
   * One more operator approves; with the last that is needed the payout is approved. Again by the same one changes nothing.
   * Throws `NotFound`, `OwnPayout`, `PayoutsHeld`, `AccountSuspended`, `PayoutNotThere`.
   */
  approve({ payoutId, by }: PayoutAct): Promise<PayoutView> {
    return this.database.transaction(async (tx) => {
      const payout = await this.lockOne(tx, payoutId);
      if (payout.accountId === by) throw new OwnPayout();
      const known = 'select from payout_approvals where payout_id = $1 and operator_id = $2';
      if ((await rows(tx, known, [payoutId, by])).length > 0) return toPayoutView(payout);
      if (payout.status !== 'REQUESTED') throw new PayoutNotThere(payout.status);
      await requireActive(tx, payout.accountId);
      if ((await holdsOf(tx, [payout.accountId])).size > 0) throw new PayoutsHeld();
      const add = 'insert into payout_approvals (payout_id, operator_id, approved_at) values ($1, $2, $3)';
      await execute(tx, add, [payoutId, by, this.clock.now()]);
      await this.record(tx, 'payout.approved', { payoutId, by });
      const [counted] = await rows<{ count: number }>(
        tx,
        'select count(*)::int as count from payout_approvals where payout_id = $1',
        [payoutId],
      );
      if ((counted?.count ?? 0) < payout.approvalsNeeded) return toPayoutView(payout);
      await this.moves.approve(tx, payout);
      return toPayoutView({ ...payout, status: 'APPROVED' });
    });
  }

  /**
   * Refuses what has not gone to the bank, also out of a batch that waits; the money is available again. Again changes
   * nothing. Throws `NotFound`, `OwnPayout`, `PayoutNotThere`, `InvalidInput` for a reason that is none.
   */
  reject({ payoutId, by, reason: given }: PayoutAct & { reason: string }): Promise<PayoutView> {
    const { reason } = parseInput(why, { reason: given });
    return this.database.transaction(async (tx) => {
      const payout = await this.lockOne(tx, payoutId);
      if (payout.accountId === by) throw new OwnPayout();
      if (payout.status === 'REJECTED') return toPayoutView(payout);
      await this.moves.reject(tx, payout, { event: 'reject', failure: reason });
      await this.record(tx, 'payout.rejected', { payoutId, by });
      return toPayoutView({ ...payout, status: 'REJECTED', failure: reason, batchId: null });
    });
  }

  /** Holds an account's payouts on suspicion; again changes nothing. */
  hold({ accountId, by }: { accountId: AccountId; by: AccountId }): Promise<void> {
    return this.database.transaction(async (tx) => {
      const held = await this.accounts.hold(tx, { accountId, reason: suspicion });
      if (held) await this.recordOf(tx, 'payouts.held', { accountId, by });
    });
  }

  /** Ends what {@link hold} began. */
  lift({ accountId, by }: { accountId: AccountId; by: AccountId }): Promise<void> {
    return this.database.transaction(async (tx) => {
      const lifted = await this.accounts.lift(tx, { accountId, reason: suspicion });
      if (lifted) await this.recordOf(tx, 'payouts.hold_lifted', { accountId, by });
    });
  }

  private async lockOne(tx: Tx, payoutId: PayoutId): Promise<PayoutRow> {
    await lockPayoutAccounts(tx, await payeesOf(tx, [payoutId]));
    const [payout] = await lockPayouts(tx, [payoutId]);
    if (!payout) throw new NotFound('payout', ['payoutId']);
    return payout;
  }

  private record(tx: Tx, action: string, { payoutId, by }: PayoutAct): Promise<void> {
    return this.audit.record(tx, { actor: by, action, subject: toGlobalId('payout', payoutId), details: {} });
  }

  private recordOf(tx: Tx, action: string, { accountId, by }: { accountId: AccountId; by: AccountId }): Promise<void> {
    return this.audit.record(tx, { actor: by, action, subject: toGlobalId('account', accountId), details: {} });
  }
}

const suspicion = 'suspicion';
