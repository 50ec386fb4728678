import { describe, expect, it } from '@jest/globals';
import { InvalidInput, newId, type ProductId } from '@moments/kernel';
import { checkTags, checkTagsFit, fitTags, type ProductTag } from './product-tags.js';

const [lamp, chair] = [newId<'product'>(), newId<'product'>()];
const tag = (productId: ProductId, times?: [number | null, number | null], place: Partial<ProductTag> = {}) => {
  const [startMs, endMs] = times ?? [null, null];
  return { productId, startMs, endMs, x: null, y: null, ...place } satisfies ProductTag;
};

/** The fields that are refused; empty when all is well. */
function refused(check: () => void): string[] {
  try {
    check();
    return [];
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    return error.problems().map(({ field }) => field!.join('.'));
  }
}

describe('tags', () => {
  it.each<[string, ProductTag[]]>([
    ['are none', []],
    ['show two products all the time', [tag(lamp), tag(chair)]],
    ['show a product from one time to another', [tag(lamp, [0, 1])]],
    ['show a product again right after it was shown', [tag(lamp, [0, 500]), tag(lamp, [500, 900])]],
    ['have a place on the edge', [tag(lamp, undefined, { x: 0, y: 1 })]],
  ])('are good when they %s', (_, tags) => {
    expect(refused(() => checkTags(tags))).toEqual([]);
  });

  it.each<[string, ProductTag[], string[]]>([
    ['one has a beginning alone', [tag(lamp, [5, null])], ['productTags.0.endMs']],
    ['one has an end alone', [tag(lamp, [null, 5])], ['productTags.0.startMs']],
    ['one ends when it begins', [tag(lamp, [5, 5])], ['productTags.0.endMs']],
    ['one has half a place', [tag(lamp, undefined, { x: 0.5 })], ['productTags.0.y']],
    ['a product is shown twice all the time', [tag(lamp), tag(chair), tag(lamp)], ['productTags.2.productId']],
    ['a product is shown for a while and all the time', [tag(lamp, [3, 4]), tag(lamp)], ['productTags.1.productId']],
    ['two ranges of a product meet', [tag(lamp, [0, 501]), tag(lamp, [500, 900])], ['productTags.1.productId']],
    ['several are wrong', [tag(lamp, [5, 5]), tag(chair, [1, null])], ['productTags.0.endMs', 'productTags.1.endMs']],
  ])('are refused, each by its field, when %s', (_, tags, fields) => {
    expect(refused(() => checkTags(tags))).toEqual(fields);
  });
});

describe('tags on a moment', () => {
  it('of photos have no times', () => {
    expect(refused(() => checkTagsFit([tag(lamp)], { kind: 'PHOTO' }))).toEqual([]);
    expect(refused(() => checkTagsFit([tag(chair), tag(lamp, [0, 1])], { kind: 'PHOTO' }))).toEqual([
      'productTags.1.startMs',
    ]);
  });

  it('of a video may last to its end and no millisecond longer', () => {
    const video = { kind: 'VIDEO', durationMs: 3_000 } as const;
    expect(refused(() => checkTagsFit([tag(lamp, [0, 3_000]), tag(chair)], video))).toEqual([]);
    expect(refused(() => checkTagsFit([tag(lamp, [0, 3_001])], video))).toEqual(['productTags.0.endMs']);
  });

  it('of a video whose length is not known yet may have any time', () => {
    expect(refused(() => checkTagsFit([tag(lamp, [0, 9_999_999])], { kind: 'VIDEO' }))).toEqual([]);
  });
});

describe('once the length is known', () => {
  it.each<[string, ProductTag, ProductTag]>([
    ['all the time stays', tag(lamp), tag(lamp)],
    ['a range up to the end stays', tag(lamp, [10, 3_000]), tag(lamp, [10, 3_000])],
    ['a range beyond the end ends with the video', tag(lamp, [10, 3_001]), tag(lamp, [10, 3_000])],
    ['a range behind the end is moved to it', tag(lamp, [3_000, 4_000]), tag(lamp, [2_000, 3_000])],
    ['a long range behind the end becomes the whole video', tag(lamp, [9_000, 19_000]), tag(lamp, [0, 3_000])],
  ])('%s', (_, given, fitted) => {
    expect(fitTags([given], 3_000)).toEqual([fitted]);
  });

  it('a product that is shown at the end anyway is not shown twice there', () => {
    const [first, behind, other] = [tag(lamp, [0, 5_000]), tag(lamp, [6_000, 7_000]), tag(chair, [6_000, 7_000])];
    expect(fitTags([first, behind, other], 3_000)).toEqual([tag(lamp, [0, 3_000]), tag(chair, [2_000, 3_000])]);
  });

  it('whatever the tags, they fit and show a product once at a time', () => {
    for (let length = 1; length < 30; length += 1) {
      const tags = [
        tag(lamp, [0, 7]),
        tag(lamp, [9, 12]),
        tag(chair, [12, 30]),
        tag(lamp, [20, 21]),
        tag(chair, [1, 2]),
      ];
      const fitted = fitTags(tags, length);
      expect(refused(() => checkTags(fitted))).toEqual([]);
      expect(refused(() => checkTagsFit(fitted, { kind: 'VIDEO', durationMs: length }))).toEqual([]);
    }
  });
});
