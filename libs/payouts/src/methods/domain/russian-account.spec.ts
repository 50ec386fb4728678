import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { controlKey, hasRightKey, isCorrespondentAccount, isPayableAccount, isRussianBic } from './russian-account.js';

const digits = (count: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: count, maxLength: count }).map((all) => all.join(''));

describe('the control key of a Russian account', () => {
  it('is that of the Bank of Russia’s own examples', () => {
    expect(controlKey('049805746', '40602810000000000025')).toBe(7);
    expect(controlKey('040305000', '40102810000000010001')).toBe(1);
    expect(controlKey('049805000', '30101810000000000746')).toBe(8);
  });

  it('is calculated with the settlement centre’s own number where the account is kept there', () => {
    expect(hasRightKey('049805000', '30101810800000000746')).toBe(true);
    expect(hasRightKey('049805001', '30101810800000000746')).toBe(true);
    expect(hasRightKey('049806000', '30101810800000000746')).toBe(false);
  });

  it('tells any one wrong digit, and the account of another bank', () => {
    const bank = digits(7).map((rest) => `04${rest}`);
    fc.assert(
      fc.property(bank, digits(20), fc.nat(19), fc.integer({ min: 1, max: 9 }), (bic, number, place, by) => {
        const right = `${number.slice(0, 8)}${controlKey(bic, number)}${number.slice(9)}`;
        const wrong = `${right.slice(0, place)}${(Number(right[place]) + by) % 10}${right.slice(place + 1)}`;
        expect(hasRightKey(bic, right)).toBe(true);
        expect(hasRightKey(bic, wrong)).toBe(false);
      }),
    );
  });

  it('is looked for in 20 digits only', () => {
    expect(hasRightKey('049805746', '4060281070000000002')).toBe(false);
    expect(hasRightKey('049805746', '406028107000000000250')).toBe(false);
    expect(hasRightKey('049805746', '4060281070000000002x')).toBe(false);
  });
});

describe('a correspondent account', () => {
  it('is kept at the Bank of Russia, and ends as its bank’s BIC does', () => {
    expect(isCorrespondentAccount('049805746', '30101810800000000746')).toBe(true);
    expect(isCorrespondentAccount('044525974', '30101810145250000974')).toBe(true);
    expect(isCorrespondentAccount('044525225', '30101810145250000974')).toBe(false);
    expect(isCorrespondentAccount('049805746', '30101810700000000746')).toBe(false);
    expect(isCorrespondentAccount('049805746', '40602810700000000746')).toBe(false);
  });
});

describe('what is paid to', () => {
  it('is an account of a client in roubles', () => {
    expect(isPayableAccount('40817810099910004312')).toBe(true);
    expect(isPayableAccount('42301810099910004312')).toBe(true);
    expect(isPayableAccount('30101810400000000225')).toBe(false);
    expect(isPayableAccount('40817840099910004312')).toBe(false);
  });

  it('is at a bank in Russia', () => {
    expect(isRussianBic('044525225')).toBe(true);
    expect(isRussianBic('144525225')).toBe(false);
    expect(isRussianBic('04452522')).toBe(false);
    expect(isRussianBic('SABRRUMM')).toBe(false);
  });
});
