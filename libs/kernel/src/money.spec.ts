import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { InvalidInput } from './errors.js';
import { currency, formatAmount, parseMoney } from './money.js';

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
