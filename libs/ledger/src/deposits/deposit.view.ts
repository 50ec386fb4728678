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
  /** How much of it went there; null while it was not assigned. */
  readonly assignedAmount: Money | null;
  /** How much of it the bank got back by a reversal. */
  readonly takenBack: Money;
  /** It waits for an operator: nobody was found for it, and it was not all taken back. */
  readonly inSuspense: boolean;
}

/** What was taken back of a deposit, in minor units, by the journal. */
export const takenBackSql = `
  coalesce((select sum(reversals.reversed) from ledger_entries as entries
              join ledger_reversals as reversals on reversals.entry_id = entries.id
             where entries.scope = 'product' and entries.key = 'deposit:' || ledger_deposits.id::text), 0)`;

/** What was assigned of a deposit, in minor units. */
export const assignedAmountSql = `case when assigned_to is not null then coalesce(assigned_amount, amount) end`;

/** What {@link toDepositView} reads, as a list of SQL. */
export const depositColumns = `
  id, reference, payee, currency, amount, received_at as "receivedAt", details, recorded_at as "recordedAt",
  credited_to as "creditedTo", assigned_to as "assignedTo", assigned_at as "assignedAt", assigned_by as "assignedBy",
  ${assignedAmountSql}::text as "assignedAmount",
  ${takenBackSql}::text as "takenBack"`;

export interface DepositRow extends Omit<DepositView, 'amount' | 'assignedAmount' | 'takenBack' | 'inSuspense'> {
  currency: Currency;
  /** Bigints as Postgres writes them. */
  amount: string;
  assignedAmount: string | null;
  takenBack: string;
}

export function toDepositView({ currency, amount, assignedAmount, takenBack, ...rest }: DepositRow): DepositView {
  const [whole, back] = [BigInt(amount), BigInt(takenBack)];
  return {
    ...rest,
    amount: { minor: whole, currency },
    assignedAmount: assignedAmount === null ? null : { minor: BigInt(assignedAmount), currency },
    takenBack: { minor: back, currency },
    inSuspense: rest.creditedTo === null && rest.assignedTo === null && back < whole,
  };
}
