import { describe, expect, it } from '@jest/globals';
import { type AccountId, type AttributionId, type BusinessDay, currency, type MomentId, newId } from '@moments/kernel';
import fc from 'fast-check';
import { policyWith, someRules } from '../../testing/some-rules.js';
import { recompute } from './basis.js';
import {
  commissionLine,
  type CreatorDayFacts,
  fitBudget,
  paysIn,
  type MomentDayFacts,
  type RewardLine,
  rewardLines,
} from './reward-lines.js';
import { type RewardPolicy, type RewardRules, rewardRulesSchema } from './rules.js';

const RUB = currency('RUB');
const day = '2026-01-02' as BusinessDay;
const policy = policyWith({});

const aMoment = (facts: Partial<MomentDayFacts> = {}): MomentDayFacts => ({
  ...{ momentId: newId<'moment'>(), lengthMs: 20_000, qualified: 1_000, completed: 0, openers: 0, buyers: 0 },
  ...facts,
});
const ofCreator = (moments: readonly MomentDayFacts[], openStrikes = 0): CreatorDayFacts => ({
  ...{ day, creatorId: newId<'account'>(), standing: { openStrikes } },
  moments,
});
const earned = (facts: Partial<MomentDayFacts>, openStrikes = 0, by = policy): bigint =>
  total(rewardLines(by, ofCreator([aMoment(facts)], openStrikes)));
const total = (lines: readonly RewardLine[]): bigint => lines.reduce((sum, { amount }) => sum + amount.minor, 0n);

describe('what views bring', () => {
  it.each([
    ['by the length of a video', { lengthMs: 14_999 }, 1_000n],
    ['from a length on, that length included', { lengthMs: 15_000 }, 2_000n],
    ['photos by a rate of their own', { lengthMs: undefined }, 1_000n],
    ['by the narrowest category that has a rate', { category: ['Clothes', 'Shoes', 'Boots'] }, 4_000n],
    ['by the standard in a category without a rate', { category: 'Lamps' }, 2_000n],
    ['no more for a name that is no category', { category: 'constructor' }, 2_000n],
    ['by the single view, rounded down', { qualified: 999 }, 1_998n],
    ['more when half were watched to the end', { completed: 500 }, 3_000n],
    ['no more just below that', { completed: 499 }, 2_000n],
    ['more when openers buy, smoothed', { openers: 50, buyers: 5 }, 2_400n],
    // (50 · 2 % + 1) / (50 + 17) < 3 %
    ['not for one lucky buyer', { openers: 17, buyers: 1 }, 2_000n],
  ])('is %s', (_, facts, minor) => {
    expect(earned(facts)).toBe(minor);
  });

  it.each([
    [0, 2_000n],
    [1, 1_000n],
    [2, 1_000n],
    [3, 0n],
    [99, 0n],
  ])('is less with strikes: %i', (openStrikes, minor) => {
    expect(earned({}, openStrikes)).toBe(minor);
  });

  it('is at most the cap of a moment, and of a creator, shared by what each moment earned', () => {
    const many = { qualified: 10_000_000 };
    expect(earned(many)).toBe(500_000n);
    const lines = rewardLines(
      policy,
      ofCreator([aMoment(many), aMoment(many), aMoment({ qualified: 100_000 }), aMoment(many)]),
    );
    expect(lines.map(({ amount }) => amount.minor)).toEqual([294_118n, 294_118n, 117_647n, 294_117n]);
    expect(total(lines)).toBe(1_000_000n);
  });

  it('has no line for a moment that brought nothing', () => {
    expect(rewardLines(policy, ofCreator([aMoment({ qualified: 0 })]))).toEqual([]);
  });

  it.each([{ qualified: -1 }, { qualified: 0.5 }, { openers: Number.NaN }])(
    'is not computed of what cannot be: %j',
    (facts) => {
      expect(() => rewardLines(policy, ofCreator([aMoment(facts)]))).toThrow(RangeError);
    },
  );

  it('says what it was computed from', () => {
    const [line] = rewardLines(policy, ofCreator([aMoment({ completed: 600, openers: 10, buyers: 1 })], 1));
    expect(line!.basis).toMatchInlineSnapshot(`
      {
        "formula": "min(qualified * perThousand * conversionMultiplierBps * completionMultiplierBps * standingMultiplierBps / 1000000000000000, momentCap)",
        "inputs": {
          "buyers": "1",
          "completed": "600",
          "completionBps": "6000",
          "completionMultiplierBps": "15000",
          "conversionBps": "333",
          "conversionMultiplierBps": "12000",
          "currency": "RUB",
          "momentCap": "500000",
          "openStrikes": "1",
          "openers": "10",
          "perThousand": "2000",
          "qualified": "1000",
          "standingMultiplierBps": "5000",
        },
        "policyVersion": 2,
      }
    `);
  });
});

describe('a commission', () => {
  const purchase = (minor: bigint, category?: string) => ({
    ...{ attributionId: newId<'attribution'>() as AttributionId, version: 1, momentId: newId<'moment'>(), category },
    ...{ amount: { minor, currency: RUB }, purchasedOn: day },
  });

  it.each([
    [100_000n, undefined, 3_000n],
    [100_000n, 'Shoes', 5_000n],
    [33n, undefined, undefined],
    [34n, undefined, 1n],
    [0n, undefined, undefined],
    [1_000_000_000n, 'Shoes', 1_000_000n],
  ])('of %s in %s is %s', (minor, category, commission) => {
    expect(commissionLine(policy, purchase(minor, category))?.amount.minor).toBe(commission);
  });

  it('is of nothing less than nothing', () => {
    expect(() => commissionLine(policy, purchase(-1n))).toThrow(RangeError);
  });

  it('is of the policy’s currency only: its cap is no amount of another', () => {
    const inLira = { ...purchase(100_000n), amount: { minor: 100_000n, currency: currency('TRY') } };
    expect([paysIn(policy, RUB), paysIn(policy, currency('TRY'))]).toEqual([true, false]);
    expect(() => commissionLine(policy, inLira)).toThrow('does not pay in TRY');
  });
});

const count = fc.integer({ min: 0, max: 5_000_000 });
const moment: fc.Arbitrary<MomentDayFacts> = fc.record({
  momentId: fc.uuid().map((id) => id as MomentId),
  lengthMs: fc.option(fc.integer({ min: 0, max: 600_000 }), { nil: undefined }),
  category: fc.constantFrom(undefined, 'Shoes', 'Lamps'),
  ...{ qualified: count, completed: count, openers: count, buyers: count },
});
const creator: fc.Arbitrary<CreatorDayFacts> = fc.record({
  day: fc.constant(day),
  creatorId: fc.uuid().map((id) => id as AccountId),
  standing: fc.record({ openStrikes: fc.integer({ min: 0, max: 5 }) }),
  moments: fc.array(moment, { maxLength: 8 }),
});
/** Any policy that its schema takes: cut points, rates, multipliers, caps and budgets of every size. */
const multiplier = fc.integer({ min: 0, max: 50_000 });
const tiers = <Value>(highest: number, value: fc.Arbitrary<Value>) =>
  fc
    .tuple(
      fc.uniqueArray(fc.integer({ min: 1, max: highest }), { maxLength: 4 }),
      fc.array(value, { minLength: 5, maxLength: 5 }),
    )
    .map(([cuts, values]) => {
      const starts = [0, ...cuts.toSorted((a, b) => a - b)];
      return starts.map((from, index) => ({ from, below: starts[index + 1], ...values[index]! }));
    });
const rates = fc.record({
  photoPerThousandMinor: fc.integer({ min: 0, max: 10_000_000 }),
  byLengthMs: tiers(600_000, fc.record({ perThousandMinor: fc.integer({ min: 0, max: 10_000_000 }) })),
});
const anyPolicy: fc.Arbitrary<RewardPolicy> = fc
  .record({
    standard: rates,
    shoes: rates,
    priorBps: fc.integer({ min: 0, max: 10_000 }),
    priorOpeners: fc.integer({ min: 1, max: 1_000 }),
    byConversionBps: tiers(10_000, fc.record({ multiplierBps: multiplier })),
    byCompletionBps: tiers(10_000, fc.record({ multiplierBps: multiplier })),
    byOpenStrikes: tiers(5, fc.record({ multiplierBps: multiplier })),
    commission: fc.record({
      standardBps: fc.integer({ min: 0, max: 8_000 }),
      categoriesBps: fc.dictionary(fc.constantFrom('Shoes', 'Lamps'), fc.integer({ min: 0, max: 8_000 })),
      capPerPurchaseMinor: fc.integer({ min: 0, max: 1_000_000 }),
    }),
    limits: fc.array(fc.integer({ min: 0, max: 3_000_000 }), { minLength: 3, maxLength: 3 }),
  })
  .map(({ standard, shoes, limits, ...rest }) => {
    const [momentPerDayMinor, creatorPerDayMinor, perDayMinor] = limits.toSorted((a, b) => a - b);
    const { priorBps, priorOpeners, byConversionBps, byCompletionBps, byOpenStrikes, commission } = rest;
    const rules: RewardRules = rewardRulesSchema.parse({
      currency: 'RUB',
      views: { standard, categories: { Shoes: shoes } },
      conversion: { priorBps, priorOpeners, byConversionBps },
      quality: { byCompletionBps, byOpenStrikes },
      commission,
      caps: { momentPerDayMinor, creatorPerDayMinor },
      budget: { perDayMinor },
    });
    return { version: 7, effectiveFrom: day, rules };
  });

describe('whatever the policy and whatever happened', () => {
  it('every line’s basis computes to its amount, no line is negative or nothing, and every cap holds', () => {
    fc.assert(
      fc.property(anyPolicy, fc.array(creator, { maxLength: 5 }), (by, creators) => {
        const { caps, budget } = by.rules;
        const each = creators.map((facts) => rewardLines(by, facts));
        for (const lines of each) expect(total(lines)).toBeLessThanOrEqual(BigInt(caps.creatorPerDayMinor));
        const before = each.flat();
        const fitted = fitBudget(before, by.rules);
        const limit = BigInt(budget.perDayMinor);
        expect(total(fitted)).toBe(total(before) < limit ? total(before) : limit);
        for (const { amount, basis } of [...before, ...fitted]) {
          expect(recompute(basis)).toEqual(amount);
          expect(amount.minor).toBeGreaterThan(0n);
          expect(amount.minor).toBeLessThanOrEqual(BigInt(caps.momentPerDayMinor));
          expect(basis.policyVersion).toBe(7);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('a cut takes less than one minor unit more or less from anybody than their exact part', () => {
    fc.assert(
      fc.property(
        fc.array(creator, { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 10_000 }),
        (creators, perDayMinor) => {
          const rules = { ...someRules, budget: { perDayMinor } };
          const lines = creators.flatMap((facts) => rewardLines(policy, facts));
          const whole = total(lines);
          const fitted = new Map(fitBudget(lines, rules).map((line) => [line.basis.inputs, line]));
          const shares = fitBudget(lines, rules);
          if (whole <= BigInt(perDayMinor)) {
            expect(shares).toEqual(lines);
            return;
          }
          expect(fitted.size).toBe(shares.length);
          for (const { amount, basis } of shares) {
            const own = BigInt(perDayMinor) * recompute({ ...basis, formula: inner(basis.formula) }).minor;
            const off = amount.minor * whole - own;
            expect(off < whole && off > -whole).toBe(true);
          }
        },
      ),
    );
  });

  it('a commission’s basis computes to its amount and is never more than its part of the price', () => {
    fc.assert(
      fc.property(
        anyPolicy,
        fc.bigInt({ min: 0n, max: 10n ** 15n }),
        fc.constantFrom(undefined, 'Shoes', 'Lamps'),
        (by, minor, category) => {
          const fact = {
            attributionId: newId<'attribution'>(),
            version: 1,
            momentId: newId<'moment'>(),
            purchasedOn: day,
          };
          const line = commissionLine(by, { ...fact, category, amount: { minor, currency: RUB } });
          if (!line) return;
          expect(recompute(line.basis)).toEqual(line.amount);
          expect(line.amount.minor * 10_000n).toBeLessThanOrEqual(minor * 8_000n);
        },
      ),
    );
  });
});

/** The formula as it was before the budget cut it. */
const inner = (formula: string): string =>
  /^dayBudget \* \((.*)\) \/ dayBudgetWhole \+ dayBudgetRemainder$/.exec(formula)![1]!;
