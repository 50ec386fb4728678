import { currency, formatAmount, InvalidInput, type Money, parseMoney } from '@moments/kernel';
import type { MoneyInput, MoneyType } from './money.types.js';

export const toMoneyType = (money: Money): MoneyType => ({ amount: formatAmount(money), currency: money.currency });

/** Reads an amount exactly; throws `InvalidInput` naming the input's own field. */
export function readMoney({ amount, currency: code }: MoneyInput, field: string): Money {
  try {
    return parseMoney(amount, currency(code));
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    throw new InvalidInput(error.problems().map(({ message }) => ({ field: [field], message })));
  }
}
