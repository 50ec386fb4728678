import { Injectable } from '@nestjs/common';
import { Audit } from '@moments/identity';
import {
  type AccountId,
  type DepositId,
  formatAmount,
  idempotencyKey,
  NotFound,
  parseInput,
  toGlobalId,
} from '@moments/kernel';
import { DepositsService, type DepositView, LedgerAccountClosed, parseDeposit } from '@moments/ledger';
import { Database } from '@moments/platform';
import { z } from 'zod';
import { payeeStands, walletNamed } from './payees.store.js';

/** An operator's word on whom a deposit in suspense is for. */
export interface AssignDeposit {
  readonly depositId: DepositId;
  /** Global id of an account or a seller. */
  readonly payeeId: string;
  readonly idempotencyKey: string;
  readonly by: AccountId;
}

const keyed = z.object({ idempotencyKey });

/** Money from the bank finds its wallet: at once when the payee is known, otherwise by an operator. */
@Injectable()
export class IncomingDeposits {
  constructor(
    private readonly database: Database,
    private readonly deposits: DepositsService,
    private readonly audit: Audit,
  ) {}

  /**
   * Takes in what a bank tells of one payment; telling it again gives the same deposit. A payee who is unknown, gone or
   * whose wallet is closed is no reason to refuse: the money then waits in suspense. Throws `InvalidInput`,
   * `DepositDiffers`, `DeliveryReused`.
   */
  async receive({ deliveryId, told }: { deliveryId: string; told: unknown }): Promise<DepositView> {
    const deposit = parseDeposit(told);
    try {
      return await this.database.transaction(async (tx) => {
        const wallet = (await payeeStands(tx, deposit.payee)) ? walletNamed(deposit.payee) : undefined;
        return this.deposits.record(tx, { ...deposit, deliveryId, wallet });
      });
    } catch (error) {
      if (!(error instanceof LedgerAccountClosed)) throw error;
      // Nothing can follow in a transaction that the ledger has refused.
      return this.database.transaction((tx) => this.deposits.record(tx, { ...deposit, deliveryId }));
    }
  }

  /**
   * Sends a deposit, or what the bank has not got back of it, from suspense to a payee's wallet, audited. Throws `NotFound` for no such deposit or payee,
   * `DepositNotInSuspense`, `IdempotencyConflict`, `LedgerAccountClosed`.
   */
  async assign(command: AssignDeposit): Promise<DepositView> {
    const { depositId, payeeId, by } = command;
    parseInput(keyed, command);
    return this.database.transaction(async (tx) => {
      const wallet = walletNamed(payeeId);
      const stands = await payeeStands(tx, payeeId);
      if (!wallet) throw new NotFound('payee', ['payeeId']);
      const assignment = { depositId, wallet, by, idempotencyKey: command.idempotencyKey };
      const { deposit, assigned } = await this.deposits.assign(tx, assignment);
      if (assigned) {
        // Only now: what was done while the payee was there is answered as it was. Nothing is left of what is refused.
        if (!stands) throw new NotFound('payee', ['payeeId']);
        await this.audit.record(tx, {
          actor: by,
          action: 'deposit.assigned',
          subject: toGlobalId('deposit', depositId),
          details: { payeeId, amount: formatAmount(assigned), currency: assigned.currency },
        });
      }
      return deposit;
    });
  }
}
