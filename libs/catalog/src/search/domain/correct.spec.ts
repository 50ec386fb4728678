import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { correct, neighboursOf, slips } from './correct.js';

const known = (word: string, products = 1) => ({ word, folded: word, products });

describe('the slips between two words', () => {
  it.each([
    ['nike', 'nike', 0],
    ['nkie', 'nike', 1],
    ['nke', 'nike', 1],
    ['nikee', 'nike', 1],
    ['nika', 'nike', 1],
    ['красовки', 'кроссовки', 2],
    ['', 'abc', 3],
    ['abc', '', 3],
  ])('%s and %s are %i', (one, other, count) => {
    expect(slips(one, other)).toBe(count);
    expect(slips(other, one)).toBe(count);
  });

  it('are none only for the same word, and never more than its letters', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'ж'), maxLength: 8 });
    fc.assert(
      fc.property(word, word, (one, other) => {
        expect(slips(one, other) === 0).toBe(one === other);
        expect(slips(one, other)).toBeLessThanOrEqual(Math.max(one.length, other.length));
      }),
    );
  });
});

describe('a mistyped word', () => {
  it('becomes the nearest, then one that begins the same, then the commonest', () => {
    expect(correct('lampp', [known('lamb', 99), known('lamp')])).toBe('lamp');
    expect(correct('dress', [known('press', 99), known('dres')])).toBe('dres');
    expect(correct('lams', [known('lamb', 1), known('lamp', 2)])).toBe('lamp');
  });

  it('is put right without marks upon letters', () => {
    expect(correct('canta', [{ word: 'çanta', folded: 'canta', products: 0 }])).toBe('çanta');
  });

  it.each([
    ['ab', 'ac', undefined],
    ['abc', 'abd', 'abd'],
    ['abcde', 'abcxy', undefined],
    ['abcdef', 'abcdxy', 'abcdxy'],
    ['abcdef', 'abcxyz', undefined],
  ])('%s with %s known becomes %s', (word, other, result) => expect(correct(word, [known(other)])).toBe(result));

  it('has neighbours by a letter less and by two swapped', () => {
    expect(neighboursOf('abc').toSorted()).toEqual(['ab', 'abc', 'ac', 'acb', 'bac', 'bc']);
  });
});
