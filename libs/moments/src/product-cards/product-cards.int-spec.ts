import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type AccountId, type MomentId, newId, type ProductId } from '@moments/kernel';
import { execute, rows, Settings } from '@moments/platform';
import { aProduct } from '@moments/testing/catalog';
import { anAccount } from '@moments/testing/identity';
import { aPublishedMoment, setMomentStatus } from '@moments/testing/moments';
import { type LibWorld, openLibWorld } from '@moments/testing/platform';
import { MomentsModule } from '../moments.module.js';
import { MomentsQueries } from '../moments.queries.js';
import { MomentsService } from '../moments.service.js';
import { productCardLimits } from './product-card.settings.js';
import { ProductCardsQueries } from './product-cards.queries.js';
import type { ProductTagInput } from './product-tags.input.js';
import { fitCards } from './tag-moment.js';

let world: LibWorld;
let moments: MomentsService;
let cards: ProductCardsQueries;
let ada: AccountId;
let momentId: MomentId;
let lamp: ProductId;
let chair: ProductId;

beforeAll(async () => {
  world = await openLibWorld([MomentsModule]);
  moments = world.app.get(MomentsService);
  cards = world.app.get(ProductCardsQueries);
});
beforeEach(async () => {
  ada = await anAccount(world);
  momentId = await aPublishedMoment(world, { authorId: ada, durationMs: 20_000 });
  [lamp, chair] = [await aProduct(world), await aProduct(world)];
});
afterAll(() => world.close());

const tag = (productTags: readonly ProductTagInput[] | null, of = momentId) =>
  moments.update({ accountId: ada, momentId: of, productTags });
const shown = async (of = momentId) => (await cards.ofMoments([of])).get(of);
const deleteProduct = (id: ProductId) =>
  world.database.transaction((tx) => execute(tx, 'update products set deleted_at = now() where id = $1', [id]));
const notSold = (index: number) => ({ code: 'NOT_FOUND', field: ['productTags', `${index}`, 'productId'] });
const at = (id: ProductId) => ({
  productId: id,
  startMs: undefined,
  endMs: undefined,
  x: undefined,
  y: undefined,
});

describe('the cards of a moment', () => {
  it('are shown in the order in which they were named, with their times and places', async () => {
    await tag([{ productId: chair, startMs: 0, endMs: 20_000, x: 0, y: 1 }, { productId: lamp }]);
    expect(await shown()).toEqual([{ productId: chair, startMs: 0, endMs: 20_000, x: 0, y: 1 }, at(lamp)]);
  });

  it('are replaced as a whole, stay when nothing is said of them, and go when there shall be none', async () => {
    await tag([{ productId: chair }, { productId: lamp }]);
    await tag([{ productId: lamp }]);
    await tag(null);
    await moments.update({ accountId: ada, momentId, caption: 'Other words' });
    expect(await shown()).toEqual([at(lamp)]);
    await tag([]);
    expect(await shown()).toEqual([]);
  });

  it('are read for many moments in one statement, each its own', async () => {
    const [other, bare] = [await aPublishedMoment(world, { authorId: ada }), newId<'moment'>()];
    await tag([{ productId: lamp }]);
    await tag([{ productId: chair }], other);
    expect(await cards.ofMoments([momentId, other, bare])).toEqual(
      new Map([
        [momentId, [at(lamp)]],
        [other, [at(chair)]],
        [bare, []],
      ]),
    );
  });

  it('are at most as many as the setting says', async () => {
    const ten = await Promise.all(Array.from({ length: 10 }, () => aProduct(world)));
    await tag(ten.map((productId) => ({ productId })));
    expect(await shown()).toHaveLength(10);
    const eleven = [...ten, lamp].map((productId) => ({ productId }));
    await expect(tag(eleven)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    const settings = world.app.get(Settings);
    await settings.set(productCardLimits.name, { maxCards: 11 }, 'test');
    await tag(eleven);
    expect(await shown()).toHaveLength(11);
    await settings.set(productCardLimits.name, productCardLimits.fallback, 'test');
  });

  it.each([
    ['before the beginning', { startMs: -1, endMs: 5 }, 'startMs'],
    ['in half milliseconds', { startMs: 0.5, endMs: 5 }, 'startMs'],
    ['beyond the end', { startMs: 0, endMs: 20_001 }, 'endMs'],
    ['left of the picture', { x: -0.01, y: 0 }, 'x'],
    ['below the picture', { x: 0, y: 1.01 }, 'y'],
    ['nowhere', { x: NaN, y: 0 }, 'x'],
  ])('are refused %s, and nothing changes', async (_, place, field) => {
    await tag([{ productId: chair }]);
    const problems = tag([{ productId: lamp }, { productId: chair, ...place }]).catch((error: unknown) =>
      (error as { problems(): unknown }).problems(),
    );
    expect(await problems).toMatchObject([{ code: 'INVALID_INPUT', field: ['productTags', '1', field] }]);
    expect(await shown()).toEqual([at(chair)]);
  });

  it('of photos have no times', async () => {
    const photos = await aPublishedMoment(world, { authorId: ada, durationMs: null });
    await expect(tag([{ productId: lamp, startMs: 0, endMs: 5 }], photos)).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    });
    await tag([{ productId: lamp }], photos);
    expect(await shown(photos)).toEqual([at(lamp)]);
  });

  it('are of products that are sold: in stock or not, not deleted, of a seller who is there', async () => {
    const empty = await aProduct(world, { stock: 0 });
    await tag([{ productId: empty }]);
    expect(await shown()).toEqual([at(empty)]);
    for (const productId of [newId<'product'>(), await aProduct(world, { deleted: true })]) {
      await expect(tag([{ productId: lamp }, { productId }])).rejects.toMatchObject(notSold(1));
    }
    expect(await shown()).toEqual([at(empty)]);
  });

  it('stay when a product goes from sale, and may be arranged anew with it, but it cannot be tagged elsewhere', async () => {
    await tag([{ productId: lamp }, { productId: chair }]);
    await deleteProduct(lamp);
    expect(await shown()).toEqual([at(lamp), at(chair)]);
    await tag([{ productId: chair }, { productId: lamp }]);
    expect(await shown()).toEqual([at(chair), at(lamp)]);
    const other = await aPublishedMoment(world, { authorId: ada });
    await expect(tag([{ productId: lamp }], other)).rejects.toMatchObject(notSold(0));
  });

  it('are changed by the author alone, and only while the moment can be changed', async () => {
    const bob = await anAccount(world);
    const others = moments.update({ accountId: bob, momentId, productTags: [{ productId: lamp }] });
    await expect(others).rejects.toMatchObject({ code: 'NOT_FOUND', field: ['momentId'] });
    await setMomentStatus(world, { momentId, status: 'REJECTED' });
    await expect(tag([{ productId: lamp }])).rejects.toMatchObject({ code: 'INVALID_STATE' });
    expect(await shown()).toEqual([]);
  });

  it('go with the moment', async () => {
    await tag([{ productId: lamp }]);
    await moments.remove({ accountId: ada, momentId });
    expect(await shown()).toEqual([]);
  });

  it('named by two devices at once are those of one of them', async () => {
    await Promise.all([tag([{ productId: lamp }, { productId: chair }]), tag([{ productId: chair }])]);
    expect([[at(lamp), at(chair)], [at(chair)]]).toContainEqual(await shown());
  });
});

describe('when the length of the video becomes known', () => {
  it('cards are fitted to it, those that fit are left alone', async () => {
    const timed = { productId: chair, startMs: 12_000, endMs: 16_000 };
    await tag([{ productId: lamp, startMs: 0, endMs: 4_000 }, timed]);
    const moment = (await world.app.get(MomentsQueries).byIds([momentId])).get(momentId)!;
    const media = [{ ...moment.video!, durationMs: 10_000 }];
    await world.database.transaction((tx) => fitCards(tx, { id: momentId, publishedAt: moment.publishedAt! }, media));
    expect((await shown())?.map(({ startMs, endMs }) => [startMs, endMs])).toEqual([
      [0, 4_000],
      [6_000, 10_000],
    ]);
    const [published] = await world.database.transaction((tx) =>
      rows<{ count: string }>(
        tx,
        'select count(*) from moment_product_cards where moment_id = $1 and published_at is not null',
        [momentId],
      ),
    );
    expect(published).toEqual({ count: '2' });
  });
});
