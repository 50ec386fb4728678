import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkParts, missingParts, partNumbers, partSize, plainEtag } from './upload-parts.js';

describe('the plan of parts', () => {
  it('covers every byte once, with parts of one size but for the last', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 31 }), fc.integer({ min: 2 ** 20, max: 2 ** 29 }), (size, part) => {
        const plan = { sizeBytes: size, partSizeBytes: part };
        const sizes = partNumbers(plan).map((number) => partSize(plan, number));
        expect(sizes.reduce((sum, bytes) => sum + bytes, 0)).toBe(size);
        expect(sizes.slice(0, -1).every((bytes) => bytes === part)).toBe(true);
        expect(sizes.at(-1)).toBeGreaterThan(0);
      }),
    );
  });

  it.each([
    [9, [10, 9]],
    [10, [10, 10]],
    [11, [10, 10, 1]],
  ])('ends right around the border of a part (10 + %i bytes)', (more, sizes) => {
    const plan = { sizeBytes: 10 + more, partSizeBytes: 10 };

    expect(partNumbers(plan).map((number) => partSize(plan, number))).toEqual(sizes);
  });

  it('misses parts that are absent or not whole', () => {
    const arrived = [
      { number: 1, etag: 'a', sizeBytes: 10 },
      { number: 2, etag: 'b', sizeBytes: 9 },
    ];

    expect(missingParts({ sizeBytes: 25, partSizeBytes: 10 }, arrived)).toEqual([2, 3]);
  });

  it('takes parts in any order, with or without quotes around their ETags', () => {
    const plan = { sizeBytes: 15, partSizeBytes: 10 };
    const arrived = [
      { number: 1, etag: '"a"', sizeBytes: 10 },
      { number: 2, etag: '"b"', sizeBytes: 5 },
    ];

    expect(plainEtag('W/"a"')).toBe('a');
    expect(() =>
      checkParts(
        plan,
        [
          { number: 2, etag: 'b' },
          { number: 1, etag: '"a"' },
        ],
        arrived,
      ),
    ).not.toThrow();
  });
});
