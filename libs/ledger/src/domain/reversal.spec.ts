import { describe, expect, it } from '@jest/globals';
import { currency, type Money } from '@moments/kernel';
import fc from 'fast-check';
import { ReversalExceedsEntry } from '../ledger.errors.js';
import { planReversal, type ReversiblePosting } from './reversal.js';

const rub = (minor: bigint): Money => ({ minor, currency: currency('RUB') });
const posting = fc
  .tuple(fc.bigInt({ min: 1n, max: 10n ** 15n }), fc.bigInt({ min: 0n, max: 10n ** 15n }))
  .map(([size, back]) => ({ amount: rub(size), reversed: back % (size + 1n) }));
const postings = fc
  .array(posting, { minLength: 1, maxLength: 8 })
  .map((all) => all.map((each, index) => ({ ordinal: index + 1, ...each })) as unknown)
  .map((all) => all as [ReversiblePosting, ...ReversiblePosting[]]);
const leftOf = (all: readonly ReversiblePosting[]) =>
  all.reduce((sum, { amount, reversed }) => sum + amount.minor - reversed, 0n);

describe('planning a reversal', () => {
  it('takes back exactly what is asked, and of no posting more than is left of it', () => {
    fc.assert(
      fc.property(postings, fc.bigInt({ min: 1n, max: 10n ** 15n }), (all, wish) => {
        const left = leftOf(all);
        fc.pre(left > 0n);
        const asked = 1n + (wish % left);
        const parts = planReversal(all, { amount: rub(asked) });
        expect(parts.reduce((sum, { amount }) => sum + amount.minor, 0n)).toBe(asked);
        for (const { ordinal, amount } of parts) {
          const original = all[ordinal - 1]!;
          expect(amount.minor > 0n && amount.minor <= original.amount.minor - original.reversed).toBe(true);
        }
      }),
    );
  });

  it('takes back everything that is left when no amount is said, and nothing twice', () => {
    fc.assert(
      fc.property(postings, (all) => {
        const left = leftOf(all);
        if (left === 0n) expect(() => planReversal(all, {})).toThrow(ReversalExceedsEntry);
        else expect(planReversal(all, {}).reduce((sum, { amount }) => sum + amount.minor, 0n)).toBe(left);
      }),
    );
  });

  it('refuses one minor unit more than is left, and another currency', () => {
    const all: [ReversiblePosting] = [{ ordinal: 1, amount: rub(10n), reversed: 4n }];
    expect(planReversal(all, { amount: rub(6n) })).toEqual([{ ordinal: 1, amount: rub(6n) }]);
    expect(() => planReversal(all, { amount: rub(7n) })).toThrow(ReversalExceedsEntry);
    expect(() => planReversal(all, { amount: { minor: 1n, currency: currency('USD') } })).toThrow(ReversalExceedsEntry);
    const part = (minor: bigint) => ({ ordinal: 1, amount: rub(minor) });
    expect(planReversal(all, { parts: [part(3n), part(3n)] })).toEqual([part(6n)]);
    expect(() => planReversal(all, { parts: [part(3n), part(4n)] })).toThrow(ReversalExceedsEntry);
  });
});
