import { InvalidInput } from '@moments/kernel';
import { isIban, isInternationalBic } from './iban.js';
import { hasRightKey, isPayableAccount, isRussianBic } from './russian-account.js';

/** A bank account that can be paid to. */
export interface BankAccount {
  readonly kind: 'RU_ACCOUNT' | 'IBAN';
  readonly bic: string;
  /** As the bank writes it, without spaces. */
  readonly number: string;
}

const refusal = (field: 'bic' | 'accountNumber', message: string) => new InvalidInput([{ field: [field], message }]);

/**
 * Reads a bank account as people write it: spaces and small letters do not matter. Throws `InvalidInput` naming `bic` or
 * `accountNumber`.
 */
export function readBankAccount(given: { bic: string; accountNumber: string }): BankAccount {
  const bic = given.bic.replaceAll(/\s/g, '').toUpperCase();
  const number = given.accountNumber.replaceAll(/\s/g, '').toUpperCase();
  return /^[A-Z]/.test(number) ? iban(bic, number) : russian(bic, number);
}

function russian(bic: string, number: string): BankAccount {
  if (!isRussianBic(bic)) throw refusal('bic', 'must have 9 digits and begin with 04');
  if (!/^\d{20}$/.test(number)) throw refusal('accountNumber', 'must have 20 digits, or be an IBAN');
  if (!hasRightKey(bic, number))
    throw refusal('accountNumber', 'is not an account of this bank: its control key is wrong');
  if (!isPayableAccount(number)) throw refusal('accountNumber', 'is not an account of a client in roubles');
  return { kind: 'RU_ACCOUNT', bic, number };
}

function iban(bic: string, number: string): BankAccount {
  if (!isInternationalBic(bic)) throw refusal('bic', 'must have 8 or 11 characters');
  if (!isIban(number)) throw refusal('accountNumber', 'is not an IBAN: its check digits or its length are wrong');
  return { kind: 'IBAN', bic, number };
}

/** The account as others may see it: its last four characters. */
export const masked = ({ number }: BankAccount): string => `•••• ${number.slice(-4)}`;
