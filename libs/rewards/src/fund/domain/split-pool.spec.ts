import { describe, expect, it } from '@jest/globals';
import { type AccountId, currency, newId } from '@moments/kernel';
import fc from 'fast-check';
import { recompute } from '../../policy/domain/basis.js';
import { type FundFacts, fundRulesSchema, qualifies } from './fund-rules.js';
import { type Sharer, splitPool } from './split-pool.js';

const RUB = currency('RUB');
const noFacts: FundFacts = {
  ...{ views: 0, qualified: 0, completed: 0, watchMinutes: 0, moments: 0, activeDays: 0, followers: 0 },
};
const rulesWith = (rules: object = {}) =>
  fundRulesSchema.parse({ qualify: {}, points: 'qualified', capBps: 10_000, ...rules });
const aSharer = (facts: Partial<FundFacts>, approvedDays = 10): Sharer => ({
  ...{ creatorId: newId<'account'>(), facts: { ...noFacts, ...facts }, approvedDays },
});
const split = (pool: bigint, sharers: readonly Sharer[], rules = rulesWith()) =>
  splitPool({ minor: pool, currency: RUB }, sharers, rules);
const amounts = ({ shares }: ReturnType<typeof split>) => shares.map(({ amount }) => amount.minor);

describe('a pool', () => {
  it('is shared by points; what does not divide goes to the largest remainders', () => {
    expect(
      amounts(
        split(
          100n,
          [1, 1, 1].map((qualified) => aSharer({ qualified })),
        ),
      ),
    ).toEqual([34n, 33n, 33n]);
  });

  it('gives nobody more than the cap, and what is cut to the others by their points', () => {
    const sharers = [90, 6, 3].map((qualified) => aSharer({ qualified }));
    const { shares, unallocated } = split(1_000n, sharers, rulesWith({ capBps: 5_000 }));
    expect(shares.map(({ points, amount }) => [points, amount.minor])).toEqual([
      [90n, 500n],
      [6n, 333n],
      [3n, 167n],
    ]);
    expect(unallocated.minor).toBe(0n);
  });

  it('of many creators is shared at once, where every round of cuts finds few, too', () => {
    // Each has a little less than the one before: the cap reaches further with every round.
    const sharers = Array.from({ length: 20_000 }, (_, n) =>
      aSharer({ qualified: 1 + Math.floor(1_000_000_000 * 0.998 ** n) }),
    );
    const { shares, unallocated } = split(100_000_000_000n, sharers, rulesWith({ capBps: 5 }));
    expect(shares.reduce((sum, { amount }) => sum + amount.minor, unallocated.minor)).toBe(100_000_000_000n);
    expect(shares).toHaveLength(20_000);
  });

  it('keeps what nobody may have', () => {
    const { unallocated } = split(
      1_000n,
      [aSharer({ qualified: 5 }), aSharer({ qualified: 5 })],
      rulesWith({ capBps: 3_000 }),
    );
    expect(unallocated.minor).toBe(400n);
    expect(split(1_000n, []).unallocated.minor).toBe(1_000n);
    expect(split(1_000n, [aSharer({})]).shares).toEqual([]);
  });

  it.each([
    ['enough qualified views', { minQualifiedViews: 10 }, { qualified: 10 }, { qualified: 9 }],
    ['enough followers', { minFollowers: 5 }, { followers: 5 }, { followers: 4 }],
    ['not too many followers', { maxFollowers: 5 }, { followers: 5 }, { followers: 6 }],
  ])('is for those with %s', (_, qualify, within, without) => {
    const rules = rulesWith({ qualify });
    expect(qualifies(aSharer(within), rules)).toBe(true);
    expect(qualifies(aSharer(without), rules)).toBe(false);
  });

  it('for newcomers is for those approved not long before its end', () => {
    const rules = rulesWith({ qualify: { approvedWithinDays: 30 } });
    expect([30, 31].map((approvedDays) => qualifies(aSharer({}, approvedDays), rules))).toEqual([true, false]);
  });

  it.each([
    ['qualified +', 'ends too early'],
    ['likes * 2', 'knows no likes'],
    ['100 / qualified', 'divides by something else'],
    ['qualified / 0', 'divides by something else'],
    ['process.exit()', 'cannot be read'],
  ])('refuses points by %s: %s', (points, why) => {
    expect(fundRulesSchema.safeParse({ qualify: {}, points, capBps: 1 }).error?.message).toContain(why);
  });

  it.each([{ capBps: 0 }, { capBps: 10_001 }, { capBps: undefined }, { qualify: { minFollowers: -1 } }, { extra: 1 }])(
    'refuses rules without bounds: %j',
    (rules) => {
      expect(fundRulesSchema.safeParse({ qualify: {}, points: 'qualified', capBps: 1, ...rules }).success).toBe(false);
    },
  );
});

const amount = fc.integer({ min: 0, max: 1_000_000 });
const facts: fc.Arbitrary<FundFacts> = fc.record({
  ...{ views: amount, qualified: amount, completed: amount, watchMinutes: amount },
  ...{ moments: amount, activeDays: amount, followers: amount },
});
const sharer: fc.Arbitrary<Sharer> = fc.record({
  creatorId: fc.uuid().map((id) => id as AccountId),
  facts,
  approvedDays: fc.integer({ min: 0, max: 400 }),
});
const rules = fc
  .record({
    points: fc.constantFrom(
      'qualified',
      '2 * completed + qualified - 3 * views',
      'max(views, moments * 1000) / 7',
      '5',
    ),
    capBps: fc.integer({ min: 1, max: 10_000 }),
    qualify: fc.record({
      minQualifiedViews: fc.constantFrom(0, 500_000),
      approvedWithinDays: fc.constantFrom(null, 100),
    }),
  })
  .map((each) => fundRulesSchema.parse(each));

describe('whatever the pool, the points and the caps', () => {
  it('shares and what is left over are the pool exactly, no cap is exceeded, every basis computes to its share', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 1n, max: 10n ** 15n }),
        fc.array(sharer, { maxLength: 30 }),
        rules,
        (pool, sharers, by) => {
          const { shares, unallocated } = split(pool, sharers, by);
          expect(shares.reduce((sum, { amount: { minor } }) => sum + minor, unallocated.minor)).toBe(pool);
          expect(unallocated.minor).toBeGreaterThanOrEqual(0n);
          for (const { amount: share, basis } of shares) {
            expect(share.minor).toBeGreaterThanOrEqual(0n);
            expect(share.minor * 10_000n).toBeLessThanOrEqual(pool * BigInt(by.capBps));
            expect(recompute(basis)).toEqual(share);
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it('more points never bring a smaller share, but for the last minor unit', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 1n, max: 10n ** 12n }),
        fc.array(sharer, { maxLength: 30 }),
        rules,
        (pool, sharers, by) => {
          const { shares } = split(pool, sharers, by);
          const ordered = shares.toSorted((a, b) => (a.points < b.points ? -1 : 1));
          for (const [index, { amount: share }] of ordered.entries()) {
            const next = ordered[index + 1];
            if (next) expect(share.minor - next.amount.minor).toBeLessThanOrEqual(1n);
          }
        },
      ),
    );
  });
});
