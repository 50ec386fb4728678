import type { Money, PayoutBatchId, PayoutId } from '@moments/kernel';

/** Who pays, as banks are told. */
interface Debtor {
  readonly name: string;
  readonly inn: string;
  readonly kpp: string;
  readonly bic: string;
  readonly account: string;
  readonly bankName: string;
  readonly correspondentAccount: string;
}

/** One payment of a batch, as it stood when the batch was sent. */
export interface PaymentOrder {
  readonly payoutId: PayoutId;
  /** 1, 2, 3 … within the batch. */
  readonly position: number;
  /** Under which the bank knows it: six digits at most, no other of the day has it. */
  readonly number: number;
  /** After tax. */
  readonly net: Money;
  readonly payeeName: string;
  readonly payeeInn: string;
  readonly kind: 'RU_ACCOUNT' | 'IBAN';
  readonly bic: string;
  readonly accountNumber: string;
  readonly bankName: string;
  /** The payee's bank's; null where it is not known, or there is none. */
  readonly correspondentAccount: string | null;
}

export interface PaymentBatch {
  readonly id: PayoutBatchId;
  readonly sentAt: Date;
  readonly debtor: Debtor;
  readonly orders: readonly PaymentOrder[];
}

/** What a payment is called at banks, there and back: 32 hexadecimal digits, for names there have 35 characters at most. */
export const bankReference = (id: PayoutId | PayoutBatchId): string => id.replaceAll('-', '');

/** Reads a payout's name at banks; `undefined` for what is none. */
export function payoutOfReference(text: string): PayoutId | undefined {
  const hex = /^[0-9a-f]{32}$/.exec(text)?.[0];
  if (!hex) return undefined;
  const parts = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)];
  return parts.join('-') as PayoutId;
}

/** What the payment is for, as the payee's bank shows it. */
export const purposeOf = ({ payoutId }: Pick<PaymentOrder, 'payoutId'>): string =>
  `Вознаграждение автору по договору-оферте, выплата ${bankReference(payoutId)}. НДС не облагается.`;

/** All payments together, in minor units. */
export const totalOf = ({ orders }: PaymentBatch): bigint => orders.reduce((sum, { net }) => sum + net.minor, 0n);
