import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { blendedPrior, conversion, priorOf } from './conversion.js';

const shoes = { rate: 0.1, weight: 40 };
const lamps = { rate: 0.02, weight: 100 };
const priors = { overall: { rate: 0.05, weight: 20 }, categories: { Shoes: shoes, Lamps: lamps } };

describe('conversion', () => {
  it('is the category’s while nobody has opened the card', () => {
    expect(conversion({ openers: 0, buyers: 0 }, shoes)).toBeCloseTo(0.1, 12);
  });

  it('is (α + buyers) / (α + β + openers)', () => {
    expect(conversion({ openers: 10, buyers: 1 }, shoes)).toBeCloseTo((4 + 1) / (4 + 36 + 10), 12);
  });

  it('of one purchase by one person is below that of fifty by a hundred', () => {
    const one = conversion({ openers: 1, buyers: 1 }, shoes);
    expect(one).toBeLessThan(conversion({ openers: 100, buyers: 50 }, shoes));
  });

  it('comes to what was counted with many openers', () => {
    expect(conversion({ openers: 1_000_000, buyers: 300_000 }, shoes)).toBeCloseTo(0.3, 4);
  });

  it('lies between the category’s and what was counted, and a buyer more never lowers it', () => {
    const counts = fc
      .nat(10_000)
      .chain((openers) => fc.record({ openers: fc.constant(openers + 1), buyers: fc.nat(openers) }));
    const prior = fc.record({
      rate: fc.double({ min: 0, max: 1, noNaN: true }),
      weight: fc.double({ min: 0.01, max: 10_000, noNaN: true }),
    });
    fc.assert(
      fc.property(counts, prior, (counted, believed) => {
        const value = conversion(counted, believed);
        const seen = counted.buyers / counted.openers;
        const slack = 1e-9;
        expect(value).toBeGreaterThanOrEqual(Math.min(seen, believed.rate) - slack);
        expect(value).toBeLessThanOrEqual(Math.max(seen, believed.rate) + slack);
        const more = conversion({ ...counted, buyers: counted.buyers + 1 }, believed);
        expect(more).toBeGreaterThanOrEqual(value);
      }),
    );
  });

  it.each([[{ openers: 1, buyers: 2 }], [{ openers: 1, buyers: -1 }]])('cannot be of %j', (counted) => {
    expect(() => conversion(counted, shoes)).toThrow(RangeError);
  });
});

describe('what is believed beforehand', () => {
  it('is the narrowest category’s that has something, else the overall', () => {
    expect(priorOf(['Shoes', 'Lamps'], priors)).toBe(lamps);
    expect(priorOf(['Shoes', 'Boots'], priors)).toBe(shoes);
    expect(priorOf(['Books'], priors)).toBe(priors.overall);
    expect(priorOf([], priors)).toBe(priors.overall);
  });

  it('of a category called as something that every object has is the overall', () => {
    expect(priorOf(['constructor', 'toString'], priors)).toBe(priors.overall);
  });

  it('of a moment is that of its cards, as much as each was opened', () => {
    const opened = (shoe: number, lamp: number) => [
      { openers: shoe, prior: shoes },
      { openers: lamp, prior: lamps },
    ];
    expect(blendedPrior(opened(5, 0), priors)).toEqual(shoes);
    expect(blendedPrior(opened(1, 3), priors)).toEqual({ rate: expect.closeTo(0.04, 12), weight: 85 });
    expect(blendedPrior(opened(0, 0), priors)).toBe(priors.overall);
    expect(blendedPrior([], priors)).toBe(priors.overall);
  });
});
