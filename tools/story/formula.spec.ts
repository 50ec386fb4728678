import { describe, expect, it } from '@jest/globals';
import { amountOf, compute, minorOf, sumOf } from './formula.js';

describe('a formula', () => {
  it.each([
    ['min(paid, reward)', 5n],
    ['max(paid, reward, 3)', 7n],
    ['-(reward - 2) * 3 / 2', -7n],
    ['reward / 2 * 2', 6n],
    ['-reward / 2', -3n],
    ['paid - 1 - 1', 3n],
  ])('is computed in whole numbers, in its order: %s', (formula, value) => {
    expect(compute(formula, { currency: 'RUB', paid: '5', reward: '7' })).toBe(value);
  });

  it.each(['', 'reward', 'paid +', '(paid', 'paid)', 'sqrt(paid)', 'paid ^ 2', 'paid paid', 'paid / 0'])(
    'that cannot be computed is no number: %s',
    (formula) => {
      expect(() => compute(formula, { paid: '5' })).toThrow();
    },
  );
});

describe('an amount', () => {
  it.each([
    ['0.00', 0n],
    ['-0.05', -5n],
    ['1234.50', 123_450n],
  ])('is whole kopecks: %s', (amount, minor) => {
    expect([minorOf(amount), amountOf(minor)]).toEqual([minor, amount]);
  });

  it('is added without any rounding, and nothing else is an amount', () => {
    expect(sumOf(['0.10', '0.20', '-0.05'])).toBe(25n);
    expect(() => minorOf('1.5')).toThrow();
  });
});
