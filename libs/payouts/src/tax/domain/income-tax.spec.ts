import { describe, expect, it } from '@jest/globals';
import { currency, type Money } from '@moments/kernel';
import fc from 'fast-check';
import { taxOnIncome, withholding } from './income-tax.js';

const brackets = [{ upToMinor: 240_000_000n, bps: 1_300n }, { bps: 1_500n }];
const rub = (minor: bigint): Money => ({ minor, currency: currency('RUB') });
const nothing = { income: rub(0n), withheld: rub(0n) };

describe('income tax', () => {
  it('is 13 per cent in whole roubles: 50 kopecks and more are a rouble, less is dropped', () => {
    expect(taxOnIncome(100_000n, brackets)).toBe(13_000n);
    // 13 % of 1003.80 is 130.494, of 1003.85 is 130.5005.
    expect(taxOnIncome(100_380n, brackets)).toBe(13_000n);
    expect(taxOnIncome(100_385n, brackets)).toBe(13_100n);
  });

  it('is more of what is beyond a bracket, and of that alone', () => {
    expect(taxOnIncome(240_000_000n, brackets)).toBe(31_200_000n);
    expect(taxOnIncome(240_010_000n, brackets)).toBe(31_201_500n);
  });

  it('is nothing of nothing', () => {
    expect(taxOnIncome(0n, brackets)).toBe(0n);
    expect(withholding(rub(1n), nothing, brackets)).toEqual(rub(0n));
  });

  it('is counted from the beginning of the year: however income is cut, in all the same is withheld', () => {
    const payments = fc.array(fc.bigInt({ min: 1_000n, max: 90_000_000n }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(payments, (amounts) => {
        let soFar = nothing;
        for (const amount of amounts) {
          const tax = withholding(rub(amount), soFar, brackets);
          const kopecks = tax.minor;
          expect(kopecks % 100n).toBe(0n);
          expect(tax.minor >= 0n && tax.minor * 2n <= amount).toBe(true);
          soFar = { income: rub(soFar.income.minor + amount), withheld: rub(soFar.withheld.minor + tax.minor) };
        }
        expect(soFar.withheld.minor).toBe(taxOnIncome(soFar.income.minor, brackets));
      }),
    );
  });

  it('takes at most half of a payment, and the rest with the next', () => {
    const owed = { income: rub(1_000_000n), withheld: rub(0n) };
    expect(withholding(rub(100_000n), owed, brackets)).toEqual(rub(50_000n));
    const after = { income: rub(1_100_000n), withheld: rub(50_000n) };
    expect(withholding(rub(1_000_000n), after, brackets)).toEqual(rub(223_000n));
  });

  it('is never negative when too much was withheld before', () => {
    expect(withholding(rub(1_000n), { income: rub(0n), withheld: rub(50_000n) }, brackets)).toEqual(rub(0n));
  });
});
