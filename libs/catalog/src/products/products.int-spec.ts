import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { IdentityModule } from '@moments/identity';
import { newId, type ProductId } from '@moments/kernel';
import { execute } from '@moments/platform';
import { aProduct, aSeller } from '@moments/testing/catalog';
import { type LibWorld, openLibWorld } from '@moments/testing/platform';
import { CatalogModule } from '../catalog.module.js';
import { ProductsQueries } from './products.queries.js';

let world: LibWorld;
let products: ProductsQueries;

beforeAll(async () => {
  world = await openLibWorld([IdentityModule, CatalogModule]);
  products = world.app.get(ProductsQueries);
});
afterAll(() => world.close());

const found = async (id: ProductId) => (await products.byIds([id])).get(id)!;

describe('a product', () => {
  it('is read as the marketplace told it', async () => {
    const sellerId = await aSeller(world);
    const attributes = [{ name: 'Colour', value: 'red' }];
    const id = await aProduct(world, { sellerId, externalId: 'sku-1', title: 'Lamp', price: '19.90 EUR', attributes });
    expect(await found(id)).toEqual({
      id,
      sellerId,
      externalId: 'sku-1',
      title: 'Lamp',
      brand: undefined,
      description: '',
      category: ['Things'],
      attributes,
      price: { minor: 1990n, currency: 'EUR' },
      oldPrice: undefined,
      image: undefined,
      inStock: true,
      rating: 0,
      reviewsCount: 0,
      deleted: false,
    });
    expect((await products.byExternalIds(['sku-1', 'nobody'])).get('sku-1')?.id).toBe(id);
  });

  it('is in no answer when there is none', async () => {
    expect(await products.byIds([newId<'product'>()])).toEqual(new Map());
  });

  it.each([
    [0, false],
    [1, true],
    [null, true],
  ])('with a stock of %j can be bought: %j', async (stock, inStock) => {
    expect((await found(await aProduct(world, { stock }))).inStock).toBe(inStock);
  });

  it('that is deleted is still read, and cannot be bought', async () => {
    expect(await found(await aProduct(world, { deleted: true, stock: 5 }))).toMatchObject({
      deleted: true,
      inStock: false,
    });
  });

  it('of a seller who is gone is as good as deleted', async () => {
    const sellerId = await aSeller(world);
    const id = await aProduct(world, { sellerId });
    await world.database.transaction((tx) =>
      execute(tx, 'update sellers set deleted_at = now() where id = $1', [sellerId]),
    );
    expect(await found(id)).toMatchObject({ deleted: true, inStock: false });
    expect((await products.ofSellers([sellerId], { limit: 10 })).get(sellerId)?.items).toEqual([]);
  });
});

describe('a seller’s products', () => {
  it('come newest first, page by page, without the deleted, each seller’s own', async () => {
    const [one, other] = [await aSeller(world), await aSeller(world)];
    const ids: ProductId[] = [];
    for (let count = 0; count < 3; count += 1) ids.push(await aProduct(world, { sellerId: one }));
    await aProduct(world, { sellerId: one, deleted: true });
    const others = await aProduct(world, { sellerId: other });

    const first = await products.ofSellers([one, other], { limit: 2 });
    expect(first.get(one)?.items.map(({ item }) => item.id)).toEqual([ids[2], ids[1]]);
    expect(first.get(one)?.hasNextPage).toBe(true);
    expect(first.get(other)?.items.map(({ item }) => item.id)).toEqual([others]);
    const second = await products.ofSellers([one], { limit: 2, after: first.get(one)!.items[1]!.position });
    expect(second.get(one)).toMatchObject({ items: [{ position: ids[0] }], hasNextPage: false });
  });
});
