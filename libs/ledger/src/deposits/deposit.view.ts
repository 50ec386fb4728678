import type { AccountId, Currency, DepositId, Money } from '@moments/kernel';
import type { AccountAddress } from '../domain/account-kinds.js';

/** A payment that a bank has told of. */
export interface DepositView {
  readonly id: DepositId;
  /** The bank's own name of it. */
  readonly reference: string;
  /** Whom it is for, as it was told. */
  readonly payee: string;
  readonly amount: Money;
  /** When the bank got it. */
  readonly receivedAt: Date;
  readonly details: string;
  readonly recordedAt: Date;
  /** The wallet that it went to at once; null when it went to suspense. */
  readonly creditedTo: AccountAddress | null;
  /** Where an operator sent it from suspense. */
  readonly assignedTo: AccountAddress | null;
  readonly assignedAt: Date | null;
  readonly assignedBy: AccountId | null;
}

/** What {@link toDepositView} reads, as a list of SQL. */
export const depositColumns = `
  id, reference, payee, currency, amount, received_at as "receivedAt", details, recorded_at as "recordedAt",
  credited_to as "creditedTo", assigned_to as "assignedTo", assigned_at as "assignedAt", assigned_by as "assignedBy"`;

export interface DepositRow extends Omit<DepositView, 'amount'> {
  currency: Currency;
  /** A bigint as Postgres writes it. */
  amount: string;
}

export const toDepositView = ({ currency, amount, ...rest }: DepositRow): DepositView => ({
  ...rest,
  amount: { minor: BigInt(amount), currency },
});
