import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { InvalidInput } from './errors.js';
import { currency, formatAmount, parseMoney, prorate } from './money.js';

const anyCurrency = fc.constantFrom('RUB', 'JPY', 'KWD').map(currency);
const maxMinor = 2n ** 63n - 1n;
const anyMinor = fc.bigInt({ min: -maxMinor, max: maxMinor });

describe('money', () => {
  it('reads back as what it was written as, to the last minor unit', () => {
    fc.assert(
      fc.property(anyMinor, anyCurrency, (minor, code) => {
        expect(parseMoney(formatAmount({ minor, currency: code }), code)).toEqual({ minor, currency: code });
      }),
    );
  });

  it.each([
    ['RUB', '0', 0n],
    ['RUB', '0.01', 1n],
    ['RUB', '-0.01', -1n],
    ['RUB', '-0', 0n],
    ['RUB', '1234.5', 123_450n],
    ['JPY', '1234', 1_234n],
    ['KWD', '1.234', 1_234n],
    ['RUB', '92233720368547758.07', maxMinor],
  ])('reads %s %s exactly', (code, text, minor) => {
    expect(parseMoney(text, currency(code)).minor).toBe(minor);
  });

  it.each([
    ['RUB', '0.001', 'one decimal more than the currency has'],
    ['RUB', '0.990', 'a needless zero is still a third decimal'],
    ['JPY', '1.0', 'a decimal where there is none'],
    ['KWD', '1.2345', 'one decimal more than the currency has'],
    ['RUB', '92233720368547758.08', 'one minor unit more than storage holds'],
    ['RUB', '99999999999999999999', 'more digits than storage holds'],
    ['RUB', '1e3', 'an exponent'],
    ['RUB', '1,50', 'a comma'],
    ['RUB', '.50', 'nothing before the point'],
    ['RUB', '1.', 'nothing behind the point'],
    ['RUB', '+1', 'a plus'],
    ['RUB', '--1', 'two minuses'],
    ['RUB', '1\n', 'a line break'],
    ['RUB', '١', 'another script'],
    ['RUB', '', 'nothing'],
  ])('refuses %s %j, never rounds it: %s', (code, text) => {
    expect(() => parseMoney(text, currency(code))).toThrow(InvalidInput);
  });

  it.each(['1 minor unit', '10 minor units', '100 minor units'])('writes all decimals of %s', (text) => {
    const minor = BigInt(parseInt(text, 10));
    expect(formatAmount({ minor, currency: currency('RUB') })).toMatch(/^\d+\.\d{2}$/);
    expect(formatAmount({ minor: -minor, currency: currency('KWD') })).toMatch(/^-\d+\.\d{3}$/);
    expect(formatAmount({ minor, currency: currency('JPY') })).toMatch(/^\d+$/);
  });

  it.each(['', 'rub', 'XXX', 'RUBB', 'constructor', 'toString', '__proto__'])('holds no currency %j', (code) => {
    expect(() => currency(code)).toThrow(InvalidInput);
  });
});

describe('prorate', () => {
  const rub = (minor: bigint) => ({ minor, currency: currency('RUB') });
  const weights = fc
    .array(fc.bigInt({ min: 0n, max: 10n ** 18n }), { minLength: 1, maxLength: 20 })
    .filter((all) => all.some((weight) => weight > 0n));
  const sum = (amounts: readonly { minor: bigint }[]) => amounts.reduce((total, { minor }) => total + minor, 0n);

  it('loses and adds nothing', () => {
    fc.assert(
      fc.property(anyMinor, weights, (minor, shares) => {
        expect(sum(prorate(rub(minor), shares))).toBe(minor);
      }),
    );
  });

  it('gives each less than one minor unit more or less than its exact part, and nothing for no weight', () => {
    fc.assert(
      fc.property(anyMinor, weights, (minor, shares) => {
        const whole = shares.reduce((total, weight) => total + weight, 0n);
        for (const [index, { minor: share }] of prorate(rub(minor), shares).entries()) {
          const off = share * whole - minor * shares[index]!;
          expect(off < whole && -off < whole).toBe(true);
          if (shares[index] === 0n) expect(share).toBe(0n);
        }
      }),
    );
  });

  it('never gives a smaller weight more than a larger one', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: maxMinor }), weights, (minor, shares) => {
        const sorted = shares.toSorted((a, b) => (a < b ? 1 : a > b ? -1 : 0));
        const given = prorate(rub(minor), sorted).map((share) => share.minor);
        for (const [index, share] of given.slice(1).entries()) expect(share <= given[index]!).toBe(true);
      }),
    );
  });

  it('takes back what it gave: a negative amount is shared alike', () => {
    fc.assert(
      fc.property(anyMinor, weights, (minor, shares) => {
        const given = prorate(rub(minor), shares).map((share) => -share.minor);
        expect(prorate(rub(-minor), shares).map((share) => share.minor)).toEqual(given);
      }),
    );
  });

  it('gives the odd kopecks to the largest remainders, the earlier of equals first', () => {
    expect(prorate(rub(100n), [1n, 1n, 1n]).map(({ minor }) => minor)).toEqual([34n, 33n, 33n]);
    expect(prorate(rub(10n), [1n, 5n, 0n]).map(({ minor }) => minor)).toEqual([2n, 8n, 0n]);
  });

  it.each([[[]], [[0n, 0n]], [[1n, -1n, 5n]]])('shares nothing by the weights %p', (shares: bigint[]) => {
    expect(() => prorate(rub(1n), shares)).toThrow(RangeError);
  });
});
