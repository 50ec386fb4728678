import { currency, IdempotencyConflict, type Money } from '@moments/kernel';
import { databaseError } from '@moments/platform';
import {
  BalanceTooLarge,
  HoldClosed,
  HoldExceeded,
  HoldExpired,
  InsufficientFunds,
  LedgerAccountClosed,
} from '../ledger.errors.js';

interface Detail {
  address?: string;
  currency?: string;
  missing?: string;
  status?: string;
  expired?: boolean;
  left?: string;
}

/** Runs a write of the ledger and makes typed errors of what the database's functions and constraints refuse. */
export async function typedErrors<Result>(write: () => Promise<Result>): Promise<Result> {
  try {
    return await write();
  } catch (error) {
    throw typed(error) ?? error;
  }
}

const numericValueOutOfRange = '22003';

function typed(error: unknown): Error | undefined {
  const { code, detail: text } = databaseError(error);
  const detail = code?.startsWith('LG') && text ? (JSON.parse(text) as Detail) : {};
  switch (code ?? '') {
    case 'LG001':
      return new InsufficientFunds(detail.address ?? '', money(detail.missing, detail.currency));
    case 'LG002':
      return new LedgerAccountClosed(detail.address ?? '');
    case 'LG003':
      return new IdempotencyConflict();
    case 'LG004':
      return holdError(detail);
    case numericValueOutOfRange:
      return new BalanceTooLarge();
    default:
      return undefined;
  }
}

function holdError({ status, expired, left, currency: code }: Detail): Error | undefined {
  if (status !== 'OPEN') return new HoldClosed(status ?? 'RELEASED');
  return expired ? new HoldExpired() : new HoldExceeded(money(left, code));
}

const money = (minor = '0', code = ''): Money => ({ minor: BigInt(minor), currency: currency(code) });
