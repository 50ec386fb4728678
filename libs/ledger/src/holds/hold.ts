import { currency, type HoldId, type Money } from '@moments/kernel';
import type { AccountAddress } from '../domain/account-kinds.js';

export type HoldStatus = 'OPEN' | 'CAPTURED' | 'RELEASED' | 'EXPIRED';

/** Money of an account that is kept for something: it cannot be spent otherwise until it is captured or released. */
export interface Hold {
  id: HoldId;
  address: AccountAddress;
  reference: string;
  amount: Money;
  captured: Money;
  released: Money;
  /** What is still kept. */
  left: Money;
  status: HoldStatus;
  createdAt: Date;
  /** From then on it can only be released. */
  expiresAt: Date | null;
  closedAt: Date | null;
}

export interface HoldRow {
  id: HoldId;
  accountId: string;
  address: AccountAddress;
  currency: string;
  reference: string;
  amount: string;
  captured: string;
  released: string;
  status: HoldStatus;
  inputHash: string;
  createdAt: Date;
  expiresAt: Date | null;
  closedAt: Date | null;
}

export function toHold(row: HoldRow): Hold {
  const money = (minor: bigint): Money => ({ minor, currency: currency(row.currency) });
  const [amount, captured, released] = [BigInt(row.amount), BigInt(row.captured), BigInt(row.released)];
  return {
    id: row.id,
    address: row.address,
    reference: row.reference,
    amount: money(amount),
    captured: money(captured),
    released: money(released),
    left: money(amount - captured - released),
    status: row.status,
    createdAt: row.createdAt,
    expiresAt: row.expiresAt,
    closedAt: row.closedAt,
  };
}
