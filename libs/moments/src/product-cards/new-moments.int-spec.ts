import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type MomentId, newId, type ProductId } from '@moments/kernel';
import { rows } from '@moments/platform';
import { aProduct } from '@moments/testing/catalog';
import { MakingWorld } from '../testing/making-world.js';
import { ProductCardsQueries } from './product-cards.queries.js';

let world: MakingWorld;
let lamp: ProductId;
let chair: ProductId;

beforeAll(async () => {
  world = await MakingWorld.open();
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.refresh();
  [lamp, chair] = [await aProduct(world.lib), await aProduct(world.lib)];
});

const cardsOf = async (id: MomentId) =>
  (await world.lib.app.get(ProductCardsQueries).ofMoments([id]))
    .get(id)!
    .map((card) => [card.productId, card.startMs, card.endMs]);

describe('a new moment with products', () => {
  it('is published with its cards fitted to the video, whose length nobody knew before', async () => {
    const { id } = await world.create({
      productTags: [
        { productId: lamp, startMs: 1_000, endMs: 9_000 },
        { productId: chair, startMs: 7_000, endMs: 8_000 },
      ],
    });
    expect(await cardsOf(id)).toEqual([
      [lamp, 1_000, 9_000],
      [chair, 7_000, 8_000],
    ]);
    const { publishedAt } = await world.until(id, 'PUBLISHED');
    expect(await cardsOf(id)).toEqual([
      [lamp, 1_000, 3_000],
      [chair, 2_000, 3_000],
    ]);
    const listed = await world.lib.database.transaction((tx) =>
      rows<{ at: Date }>(tx, 'select published_at as at from moment_product_cards where moment_id = $1', [id]),
    );
    expect(listed).toEqual([{ at: publishedAt }, { at: publishedAt }]);
  });

  it('is one for one key and the same products, in the same order', async () => {
    const uploadIds = [await world.anUpload('PHOTO')];
    const make = (...productIds: ProductId[]) =>
      world.create({ uploadIds, idempotencyKey: 'same', productTags: productIds.map((productId) => ({ productId })) });
    const { id } = await make(lamp, chair);
    expect((await make(lamp, chair)).id).toBe(id);
    await expect(make(chair, lamp)).rejects.toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' });
    await expect(make()).rejects.toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' });
  });

  it('is not made when a product is not sold, or photos are given times, and its uploads stay good', async () => {
    const uploadIds = [await world.anUpload('PHOTO')];
    const missing = world.create({ uploadIds, productTags: [{ productId: lamp }, { productId: newId() }] });
    await expect(missing).rejects.toMatchObject({ code: 'NOT_FOUND', field: ['productTags', '1', 'productId'] });
    const timed = world.create({ uploadIds, productTags: [{ productId: lamp, startMs: 0, endMs: 5 }] });
    await expect(timed).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    const { id } = await world.create({ uploadIds, productTags: [{ productId: lamp }] });
    expect(await cardsOf(id)).toEqual([[lamp, undefined, undefined]]);
  });
});
