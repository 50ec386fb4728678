import { type Currency, InvalidInput, isCurrency, type Money, parseInput, parseMoney } from '@moments/kernel';
import { z } from 'zod';
import { maxAmountMinor } from '../domain/journal-entry.js';

/** A payment as a bank tells of it. */
export interface DepositInput {
  /** The bank's own name of the payment. */
  readonly reference: string;
  /** Whom it is for, as the payer wrote it; empty when they did not. */
  readonly payee: string;
  readonly amount: Money;
  readonly receivedAt: Date;
  /** What the payer wrote. */
  readonly details: string;
}

const decimal = /^-?\d+(\.\d+)?$/;
// More digits before the point than any amount has that can be stored.
const mostWholeDigits = 19;

const noControl = /^\P{Cc}*$/u;
// Payers write several lines; Postgres takes no NUL.
const noNul = /^[^\0]*$/;

const moneySchema = z
  .object({ amount: z.string('must be a decimal number as a string: "1234.50"'), currency: z.string() })
  .transform((given, context): Money => {
    const refuse = (field: string, message: string): never => {
      context.addIssue({ code: 'custom', path: [field], message });
      return z.NEVER;
    };
    if (!isCurrency(given.currency)) return refuse('currency', 'is not a supported currency');
    if (!decimal.test(given.amount)) return refuse('amount', 'must be a decimal number as a string: "1234.50"');
    if (given.amount.startsWith('-')) return refuse('amount', 'must be more than zero');
    if (wholeDigits(given.amount) > mostWholeDigits) return refuse('amount', 'is too large');
    const money = readMoney(given.amount, given.currency);
    if (typeof money === 'string') return refuse('amount', money);
    if (money.minor === 0n) return refuse('amount', 'must be more than zero');
    if (money.minor > maxAmountMinor) return refuse('amount', 'is too large');
    return money;
  });

/** What a bank tells of one payment. */
export const depositSchema = z.object({
  reference: z
    .string()
    .min(1, 'must not be empty')
    .max(200)
    .regex(noControl, 'has control characters')
    .describe('The bank’s own name of the payment.'),
  payee: z
    .string()
    .max(2_000)
    .regex(noNul, 'has control characters')
    .nullish()
    .transform((payee) => payee ?? '')
    .describe('Whom it is for: an account (acc_…), a seller (sel_…) or a creator fund (fnd_…); may be anything.'),
  amount: moneySchema,
  receivedAt: z.iso
    .datetime({ offset: true, error: 'must be an instant like 2026-01-31T12:00:00Z' })
    .transform((text) => new Date(text))
    .describe('When the bank got it.'),
  details: z
    .string()
    .max(2_000)
    .regex(noNul, 'has control characters')
    .nullish()
    .transform((details) => details ?? '')
    .describe('What the payer wrote.'),
});

/**
 * Reads what a bank tells; throws `InvalidInput` naming every broken field. Whom the money is for is never a reason to
 * refuse it.
 */
export const parseDeposit = (input: unknown): DepositInput => parseInput(depositSchema, input);

/** The amount, or what is wrong with it. */
function readMoney(amount: string, code: Currency): Money | string {
  try {
    return parseMoney(amount, code);
  } catch (error) {
    if (error instanceof InvalidInput) return error.problems()[0]?.message ?? error.message;
    throw error;
  }
}

const wholeDigits = (amount: string): number => (amount.split('.')[0] ?? '').replace(/^0+(?=\d)/, '').length;
