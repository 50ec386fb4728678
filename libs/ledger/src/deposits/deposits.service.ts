import { Injectable } from '@nestjs/common';
import {
  type AccountId,
  Clock,
  type DepositId,
  IdempotencyConflict,
  type Money,
  newId,
  NotFound,
} from '@moments/kernel';
import { execute, inputHash, mapConstraints, rows, type Tx } from '@moments/platform';
import { type AccountAddress, addresses } from '../domain/account-kinds.js';
import { LedgerService } from '../ledger.service.js';
import type { DepositInput } from './deposit-input.js';
import { depositColumns, type DepositRow, type DepositView, toDepositView } from './deposit.view.js';
import { DeliveryReused, DepositDiffers, DepositNotInSuspense } from './deposits.errors.js';

/** A payment as it is recorded. */
export interface NewDeposit extends DepositInput {
  /** The message that tells of it; the same payment may be told of by several. */
  readonly deliveryId: string;
  /** Where the money goes; left out, it goes to suspense. */
  readonly wallet?: AccountAddress;
}

/** Ends a deposit's stay in suspense. */
export interface DepositAssignment {
  readonly depositId: DepositId;
  readonly wallet: AccountAddress;
  readonly by: AccountId;
  readonly idempotencyKey: string;
}

/** Money that arrives from a bank: every payment is recorded and posted once, whatever is not known of it. */
@Injectable()
export class DepositsService {
  constructor(
    private readonly ledger: LedgerService,
    private readonly clock: Clock,
  ) {}

  /**
   * Records a payment and posts it from the bank to the wallet, or to suspense. A payment that was recorded before is given
   * as it is, wherever it would go now. Throws `DepositDiffers` when it was told of otherwise, `DeliveryReused`,
   * `LedgerAccountClosed`.
   */
  async record(tx: Tx, { deliveryId, wallet, ...input }: NewDeposit): Promise<DepositView> {
    const hash = inputHash(input);
    const recordedAt = this.clock.now();
    const creditedTo = wallet ?? null;
    const id = newId<'deposit'>();
    // Whoever records the same payment at the same time waits here until this transaction ends.
    const recorded = await execute(
      tx,
      `insert into ledger_deposits
              (id, reference, delivery_id, input_hash, payee, currency, amount, received_at, details, recorded_at, credited_to)
       values ($1, $2, $3, decode($4, 'hex'), $5, $6, $7, $8, $9, $10, $11) on conflict do nothing`,
      [
        id,
        input.reference,
        deliveryId,
        hash,
        input.payee,
        input.amount.currency,
        input.amount.minor,
        input.receivedAt,
        input.details,
        recordedAt,
        creditedTo,
      ],
    );
    if (recorded === 0) return findRecorded(tx, { reference: input.reference, deliveryId, hash });
    await this.ledger.post(tx, {
      key: `deposit:${id}`,
      kind: wallet ? 'deposit' : 'deposit_to_suspense',
      reference: `deposit:${id}`,
      postings: [{ from: addresses.bank, to: wallet ?? addresses.suspense, amount: input.amount }],
    });
    const nothing = { minor: 0n, currency: input.amount.currency };
    const fresh = { assignedTo: null, assignedAt: null, assignedBy: null, assignedAmount: null, takenBack: nothing };
    return { id, ...input, recordedAt, creditedTo, ...fresh, inSuspense: creditedTo === null };
  }

  /**
   * Sends a deposit from suspense to a wallet: what the bank has not got back of it, which is `assigned`; undefined when the same
   * call did so before. Throws `NotFound`, `DepositNotInSuspense`, `IdempotencyConflict`, `LedgerAccountClosed`.
   */
  async assign(
    tx: Tx,
    { depositId, wallet, by, idempotencyKey }: DepositAssignment,
  ): Promise<{ deposit: DepositView; assigned?: Money }> {
    await lockEntryOf(tx, depositId);
    // Locked: two operators may not both find it in suspense.
    const [found] = await rows<DepositRow & { assignmentKey: string | null }>(
      tx,
      `select ${depositColumns}, assignment_key as "assignmentKey" from ledger_deposits where id = $1 for update`,
      [depositId],
    );
    if (!found) throw new NotFound('deposit', ['depositId']);
    const { assignmentKey, ...row } = found;
    const deposit = toDepositView(row);
    if (assignmentKey === idempotencyKey && deposit.assignedBy === by) {
      if (deposit.assignedTo !== wallet) throw new IdempotencyConflict();
      return { deposit };
    }
    if (!deposit.inSuspense) throw new DepositNotInSuspense();

    const assignedAt = this.clock.now();
    // No more than that: whatever else lies in suspense is others'.
    const amount = { ...deposit.amount, minor: deposit.amount.minor - deposit.takenBack.minor };
    await mapConstraints(
      execute(
        tx,
        `update ledger_deposits
            set assigned_to = $2, assigned_at = $3, assigned_by = $4, assignment_key = $5, assigned_amount = $6 where id = $1`,
        [depositId, wallet, assignedAt, by, idempotencyKey, amount.minor],
      ),
      { ledger_deposits_assignment_key: () => new IdempotencyConflict() },
    );
    await this.ledger.post(tx, {
      key: `deposit:${depositId}:assigned`,
      kind: 'deposit_assigned',
      reference: `deposit:${depositId}`,
      postings: [{ from: addresses.suspense, to: wallet, amount }],
    });
    const gone = { assignedTo: wallet, assignedAt, assignedBy: by, assignedAmount: amount, inSuspense: false };
    return { deposit: { ...deposit, ...gone }, assigned: amount };
  }
}

/** Held as a reversal holds it: whether it was taken back must still be so when it is assigned. */
async function lockEntryOf(tx: Tx, depositId: DepositId): Promise<void> {
  const sql = `select from ledger_entries where scope = 'product' and key = $1 for no key update`;
  await rows(tx, sql, [`deposit:${depositId}`]);
}

/** What was recorded under the bank's reference, if it was the same. */
async function findRecorded(
  tx: Tx,
  { reference, deliveryId, hash }: { reference: string; deliveryId: string; hash: string },
): Promise<DepositView> {
  const [found] = await rows<DepositRow & { inputHash: string }>(
    tx,
    `select ${depositColumns}, encode(input_hash, 'hex') as "inputHash" from ledger_deposits where reference = $1`,
    [reference],
  );
  // The reference is new, so it was the delivery's id that was there already.
  if (!found) throw new DeliveryReused();
  const { inputHash: recordedHash, ...row } = found;
  if (recordedHash !== hash) throw new DepositDiffers();
  const others = await rows(tx, 'select from ledger_deposits where delivery_id = $1 and reference <> $2', [
    deliveryId,
    reference,
  ]);
  if (others.length > 0) throw new DeliveryReused();
  return toDepositView(row);
}
