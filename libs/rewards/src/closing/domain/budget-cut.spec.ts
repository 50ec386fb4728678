import { describe, expect, it } from '@jest/globals';
import { currency, newId } from '@moments/kernel';
import fc from 'fast-check';
import { fitBudget, type RewardLine } from '../../policy/domain/reward-lines.js';
import { someRules } from '../../testing/some-rules.js';
import { BudgetCut } from './budget-cut.js';

const rub = currency('RUB');
const line = (minor: bigint): RewardLine => ({
  kind: 'VIEW_REWARD',
  creatorId: newId(),
  momentId: newId(),
  amount: { minor, currency: rub },
  basis: { inputs: { currency: 'RUB', amount: `${minor}` }, formula: 'amount' },
});

describe('cutting the lines of a day to its budget one by one', () => {
  it('gives each line what cutting all of them at once gives', () => {
    const amounts = fc.array(fc.bigInt({ min: 1n, max: 1_000_000n }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(amounts, fc.integer({ min: 0, max: 99 }), (all, percent) => {
        const whole = all.reduce((sum, minor) => sum + minor, 0n);
        const pool = (whole * BigInt(percent)) / 100n;
        const lines = all.map(line);
        const wanted = fitBudget(lines, { ...someRules, budget: { perDayMinor: Number(pool) } });
        const cut = new BudgetCut(pool, whole, 2);
        for (const minor of all) cut.add(minor);
        cut.settle();
        const shares = all.map((minor, place) => cut.shareOf(place, minor));
        const expected = new Map(wanted.map(({ momentId, amount }) => [momentId, amount.minor]));
        expect(shares).toEqual(lines.map(({ momentId }) => expected.get(momentId) ?? 0n));
        expect(shares.reduce((sum, share) => sum + share, 0n)).toBe(pool);
      }),
    );
  });

  it('cuts nothing that fits', () => {
    expect(() => new BudgetCut(10n, 10n)).toThrow(RangeError);
  });
});
