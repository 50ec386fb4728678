import { describe, expect, it } from '@jest/globals';
import { policyWith, someRules } from '../../testing/some-rules.js';
import { rewardRulesJsonSchema, rewardRulesSchema } from './rules.js';

/** What is wrong with rules, as `path: message`. */
const faultsOf = (rules: unknown): string[] =>
  (rewardRulesSchema.safeParse(rules).error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`);

const byLength = (byLengthMs: unknown) => ({
  ...someRules,
  views: { ...someRules.views, standard: { ...someRules.views.standard, byLengthMs } },
});

describe('the rules of a policy', () => {
  it('are taken when they leave nothing out', () => {
    expect(faultsOf(someRules)).toEqual([]);
    expect(policyWith({}).rules).toEqual(someRules);
  });

  it.each([
    ['none', [], 'views.standard.byLengthMs: Too small: expected array to have >=1 items'],
    ['one that does not begin at zero', [{ from: 5, perThousandMinor: 1 }], 'leaves a gap: nothing is said from 0 on'],
    ['one that ends', [{ from: 0, below: 9, perThousandMinor: 1 }], 'leaves a gap: nothing is said from 9 on'],
    [
      'two with a gap',
      [
        { from: 0, below: 9, perThousandMinor: 1 },
        { from: 10, perThousandMinor: 1 },
      ],
      'views.standard.byLengthMs.1.from: leaves a gap: nothing is said from 9 on',
    ],
    [
      'two that overlap',
      [
        { from: 0, below: 9, perThousandMinor: 1 },
        { from: 8, perThousandMinor: 1 },
      ],
      'views.standard.byLengthMs.1.from: overlaps the tier before it',
    ],
    [
      'one without an end before another',
      [
        { from: 0, perThousandMinor: 1 },
        { from: 8, perThousandMinor: 1 },
      ],
      'views.standard.byLengthMs.0.below: is missing: the next tier would overlap',
    ],
    ['an empty one', [{ from: 0, below: 0, perThousandMinor: 1 }], 'below: must be more than from'],
    ['a negative rate', [{ from: 0, perThousandMinor: -1 }], 'perThousandMinor: Too small'],
    ['a rate beyond all measure', [{ from: 0, perThousandMinor: 10_000_001 }], 'perThousandMinor: Too big'],
    ['a broken rate', [{ from: 0, perThousandMinor: 1.5 }], 'perThousandMinor: Invalid input: expected int'],
  ])('refuse tiers: %s', (_, tiers, fault) => {
    expect(faultsOf(byLength(tiers)).join('\n')).toContain(fault);
  });

  it.each([
    ['no cap', { caps: { momentPerDayMinor: 1 } }, 'caps.creatorPerDayMinor'],
    ['no budget', { budget: {} }, 'budget.perDayMinor'],
    ['an unbounded budget', { budget: { perDayMinor: Number.MAX_SAFE_INTEGER } }, 'budget.perDayMinor'],
    ['a negative cap', { caps: { momentPerDayMinor: -1, creatorPerDayMinor: 1 } }, 'caps.momentPerDayMinor'],
    [
      'a moment beyond its creator',
      { caps: { momentPerDayMinor: 2, creatorPerDayMinor: 1 } },
      'caps.momentPerDayMinor',
    ],
    ['a creator beyond the budget', { budget: { perDayMinor: 1 } }, 'caps.creatorPerDayMinor'],
    [
      'a commission of more than 80 %',
      { commission: { ...someRules.commission, standardBps: 8_001 } },
      'commission.standardBps',
    ],
    [
      'a commission below nothing',
      { commission: { ...someRules.commission, categoriesBps: { Shoes: -1 } } },
      'commission.categoriesBps.Shoes',
    ],
    ['a currency of its own', { currency: 'XYZ' }, 'currency'],
    ['what nobody knows', { bonus: 1 }, ': Unrecognized key: "bonus"'],
  ])('refuse %s', (_, change, path) => {
    expect(faultsOf({ ...someRules, ...change }).join('\n')).toContain(path);
  });

  it('are described by a schema that closes every object', () => {
    const schema = rewardRulesJsonSchema();
    expect(schema).toMatchObject({ type: 'object', additionalProperties: false });
    expect(JSON.stringify(schema)).toContain('"maximum":10000000');
  });
});
