import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { recompute } from './basis.js';
import { evaluateFormula, FormulaError, namesOf } from './formula.js';

describe('a formula', () => {
  it.each([
    ['1 + 2 * 3', 7n],
    ['(1 + 2) * 3', 9n],
    ['10 - 2 - 3', 5n],
    ['100 / 10 / 2', 5n],
    ['7 / 2', 3n],
    ['-7 / 2', -3n],
    ['2 - -3', 5n],
    ['min(4, 9 - 6, 5)', 3n],
    ['max(0, views - 10)', 0n],
    ['views*2+ completed', 13n],
    ['100000000000000000000 * 3', 300_000_000_000_000_000_000n],
  ])('%s is computed exactly', (text, value) => {
    expect(evaluateFormula(text, { views: 4n, completed: 5n })).toBe(value);
  });

  it.each([
    ['', 'ends too early'],
    ['1 +', 'ends too early'],
    ['1 2', 'has “2” where it should end'],
    ['(1', 'has a bracket that is not closed'],
    ['* 2', 'has “*” where a number or a name should be'],
    ['1.5', 'cannot be read at character 2'],
    ['views ^ 2', 'cannot be read at character 6'],
    ['constructor(1)', 'calls constructor, which there is not'],
    ['toString', 'needs toString, which is not among the inputs'],
    ['__proto__', 'cannot be read at character 1'],
    ['1 / (views - 4)', 'divides by zero'],
    ['('.repeat(60), 'is nested too deeply'],
    [`1${' '.repeat(2_000)}`, 'is longer than 2000 characters'],
  ])('%s is refused: %s', (text, why) => {
    const evaluate = () => evaluateFormula(text, { views: 4n });
    expect(evaluate).toThrow(FormulaError);
    expect(evaluate).toThrow(why);
  });

  it('tells which names it needs', () => {
    expect([...namesOf('max(views, 2 * completed) - views')]).toEqual(['views', 'completed']);
  });

  it('computes sums and products as they are computed by hand', () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.bigInt(), fc.bigInt({ min: 1n }), (a, b, c) => {
        const inputs = { a, b, c };
        expect(evaluateFormula('a * b + c', inputs)).toBe(a * b + c);
        expect(evaluateFormula('(a - b) / c', inputs)).toBe((a - b) / c);
      }),
    );
  });
});

describe('a basis', () => {
  it('gives its amount in its currency', () => {
    expect(recompute({ inputs: { currency: 'RUB', qualified: '12' }, formula: 'qualified * 3' })).toEqual({
      minor: 36n,
      currency: 'RUB',
    });
  });

  it.each([
    [{ qualified: '12' }, 'has no currency'],
    [{ currency: 'RUB', qualified: 'many' }, 'needs qualified'],
    [{ currency: 'RUB', qualified: 12 }, 'needs qualified'],
    [null, 'has no inputs'],
  ])('that says nothing is refused: %j', (inputs, why) => {
    expect(() => recompute({ inputs, formula: 'qualified' })).toThrow(why);
  });
});
