import { formatAmount, type Money } from '@moments/kernel';
import type { MoneyType } from './money.types.js';

export const toMoneyType = (money: Money): MoneyType => ({ amount: formatAmount(money), currency: money.currency });
