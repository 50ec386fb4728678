import { randomInt } from 'node:crypto';
import { controlKey } from '../methods/domain/russian-account.js';
import { isInn } from '../tax/domain/inn.js';

const digits = (count: number): string => Array.from({ length: count }, () => randomInt(10)).join('');

/** Somebody's INN with right check digits; somebody whom the stand-in takes for self-employed. */
export function anInn(): string {
  const start = `77${digits(7)}${randomInt(1, 10)}`;
  for (let check = 0; check < 100; check += 1) {
    const inn = `${start}${`${check}`.padStart(2, '0')}`;
    if (isInn(inn)) return inn;
  }
  throw new Error('every ten digits have their check digits');
}

/** A person's account at a bank in Russia, with its right key. */
export function aRussianAccount(): { bic: string; accountNumber: string } {
  const [bic, number] = ['044525225', `408178100${digits(11)}`];
  return { bic, accountNumber: `${number.slice(0, 8)}${controlKey(bic, number)}${number.slice(9)}` };
}
