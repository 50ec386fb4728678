import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { IdentityModule } from '@moments/identity';
import { newId } from '@moments/kernel';
import { rows } from '@moments/platform';
import { aSeller } from '@moments/testing/catalog';
import { type LibWorld, openLibWorld } from '@moments/testing/platform';
import { Readable } from 'node:stream';
import { CatalogModule } from '../catalog.module.js';
import { ProductsQueries } from '../products/products.queries.js';
import { SellersQueries } from '../sellers/sellers.queries.js';
import { CatalogueIngestion } from './catalogue-ingestion.service.js';
import type { Note } from './entry.js';

let world: LibWorld;
let ingestion: CatalogueIngestion;
let shop: string;

beforeAll(async () => {
  world = await openLibWorld([IdentityModule, CatalogModule]);
  ingestion = world.app.get(CatalogueIngestion);
  shop = `shop-${newId<'seller'>()}`;
  await aSeller(world, { externalId: shop });
});
afterAll(() => world.close());

async function send(kind: 'products' | 'sellers', records: readonly (object | string)[]) {
  const notes: Note[] = [];
  const text = records.map((record) => (typeof record === 'string' ? record : JSON.stringify(record))).join('\n');
  const totals = await ingestion[kind]({
    source: Readable.from([Buffer.from(text)]),
    gzip: false,
    tell: (note) => Promise.resolve(void notes.push(note)),
  });
  return { totals, notes };
}
const sku = () => `sku-${newId<'product'>()}`;
const product = (externalId: string, more: object = {}) => ({
  externalId,
  sellerExternalId: shop,
  title: 'Lamp',
  price: { amount: '100.00', currency: 'RUB' },
  ...more,
});
const read = async (externalId: string) =>
  (await world.app.get(ProductsQueries).byExternalIds([externalId])).get(externalId);
const totals = (change: object) => ({
  received: 0,
  upserted: 0,
  unchanged: 0,
  deleted: 0,
  refused: 0,
  complete: true,
  ...change,
});

describe('products', () => {
  it('are made, changed, left, deleted and brought back by what is told of them', async () => {
    const id = sku();
    expect((await send('products', [product(id)])).totals).toEqual(totals({ received: 1, upserted: 1 }));
    expect((await send('products', [product(id)])).totals).toEqual(totals({ received: 1, unchanged: 1 }));
    expect((await send('products', [product(id, { title: 'Lamp 2' })])).totals).toMatchObject({ upserted: 1 });
    const first = await read(id);
    expect(first).toMatchObject({ title: 'Lamp 2', deleted: false });
    expect((await send('products', [{ externalId: id, deleted: true }])).totals).toMatchObject({ deleted: 1 });
    expect((await send('products', [{ externalId: id, deleted: true }])).totals).toMatchObject({ unchanged: 1 });
    expect(await read(id)).toMatchObject({ title: 'Lamp 2', deleted: true });
    expect((await send('products', [{ externalId: id, stock: 3 }])).totals).toMatchObject({ upserted: 1 });
    expect(await read(id)).toMatchObject({ id: first!.id, title: 'Lamp 2', deleted: false, inStock: true });
  });

  it('keep what is left out and lose what is null', async () => {
    const id = sku();
    const image = { url: 'https://img.example/1.jpg', width: 10, height: 20, thumbhash: 'YWJj' };
    const oldPrice = { amount: '200.00', currency: 'RUB' };
    const attributes = [{ name: 'Colour', value: 'red' }];
    const whole = { brand: 'Lux', description: 'Bright', category: ['Home'], attributes, image, oldPrice, stock: 0 };
    await send('products', [product(id, { ...whole, rating: 4.5, reviewsCount: 7 })]);
    const before = await read(id);
    expect(before).toMatchObject({ brand: 'Lux', image, oldPrice: { minor: 20000n }, inStock: false, rating: 4.5 });
    await send('products', [{ externalId: id, price: { amount: '90.00', currency: 'RUB' } }]);
    expect(await read(id)).toEqual({ ...before, price: { minor: 9000n, currency: 'RUB' } });

    const cleared = Object.fromEntries([...Object.keys(whole), 'rating', 'reviewsCount'].map((name) => [name, null]));
    await send('products', [{ externalId: id, ...cleared }]);
    expect(await read(id)).toMatchObject({
      brand: undefined,
      description: '',
      category: [],
      attributes: [],
      image: undefined,
      oldPrice: undefined,
      inStock: true,
      rating: 0,
      reviewsCount: 0,
    });
  });

  it('lose an old price when the price has another currency', async () => {
    const id = sku();
    await send('products', [product(id, { oldPrice: { amount: '200', currency: 'RUB' } })]);
    await send('products', [{ externalId: id, price: { amount: '5', currency: 'EUR' } }]);
    expect(await read(id)).toMatchObject({ price: { minor: 500n, currency: 'EUR' }, oldPrice: undefined });
  });

  it('are refused for what only storage knows, and the others go in', async () => {
    const [mine, unfinished, elsewhere, fine] = [sku(), sku(), sku(), sku()];
    const another = `shop-${newId<'seller'>()}`;
    await aSeller(world, { externalId: another });
    await send('products', [product(mine)]);
    const { notes, totals: counted } = await send('products', [
      product(mine, { sellerExternalId: another }),
      { externalId: unfinished, title: 'Lamp', sellerExternalId: shop },
      product(elsewhere, { sellerExternalId: 'nobody' }),
      product(fine),
      { externalId: mine, oldPrice: { amount: '1', currency: 'EUR' } },
      'nonsense',
    ]);
    expect(counted).toEqual(totals({ received: 6, upserted: 1, refused: 5 }));
    const refused = notes.filter((note) => 'reason' in note).sort((a, b) => a.line - b.line);
    expect(refused).toEqual([
      { line: 1, externalId: mine, field: 'sellerExternalId', reason: 'is not the seller whose product this is' },
      { line: 2, externalId: unfinished, field: 'price', reason: 'is needed for a new product' },
      { line: 3, externalId: elsewhere, field: 'sellerExternalId', reason: 'is no seller that we know' },
      { line: 5, externalId: mine, field: 'oldPrice.currency', reason: 'is not the currency of the price' },
      { line: 6, field: '', reason: 'is not JSON' },
    ]);
    expect(await read(fine)).toBeDefined();
  });

  it('that come twice go in as they came, with a warning: the last counts', async () => {
    const id = sku();
    const { notes, totals: counted } = await send('products', [
      product(id, { title: 'First', brand: 'Lux' }),
      { externalId: id, deleted: true },
      { externalId: id, title: 'Last' },
    ]);
    expect(await read(id)).toMatchObject({ title: 'Last', brand: 'Lux', deleted: false });
    expect(counted).toEqual(totals({ received: 3, upserted: 2, deleted: 1 }));
    expect(notes).toEqual(
      [2, 3].map((line) => ({
        line,
        externalId: id,
        warning: `the same externalId was on line ${line - 1}; what comes later counts`,
      })),
    );
  });

  it('that streams bring at the same time are all there once', async () => {
    const ids = Array.from({ length: 300 }, sku);
    const forwards = ids.map((id) => product(id, { brand: 'one' }));
    const backwards = ids.toReversed().map((id) => product(id, { brand: 'two' }));
    const results = await Promise.all([send('products', forwards), send('products', backwards)]);
    expect(results.every(({ totals: { refused, received } }) => refused === 0 && received === 300)).toBe(true);
    expect((await world.app.get(ProductsQueries).byExternalIds(ids)).size).toBe(300);
  });

  it('that cannot be stored are no fault of their sender, who is left there to be told so', async () => {
    const storing = jest.spyOn(world.database, 'transaction').mockRejectedValue(new Error('storage is down'));
    const source = Readable.from(
      (function* () {
        for (;;) yield Buffer.from(`${JSON.stringify(product(sku()))}\n`);
      })(),
    );
    try {
      const tell = () => Promise.resolve();
      await expect(ingestion.products({ source, gzip: false, tell })).rejects.toThrow('storage is down');
      expect(source.destroyed).toBe(false);
    } finally {
      storing.mockRestore();
      source.destroy();
    }
  });

  it('leave their words to find mistyped ones by', async () => {
    await send('products', [product(sku(), { title: 'Çanta İnce XZ-123', brand: 'Ёлка', category: ['Сумки'] })]);
    const words = await world.database.transaction((tx) =>
      rows<{ word: string; folded: string }>(
        tx,
        'select word, folded from product_words where word = any($1) order by word',
        [['çanta', 'ince', 'елка', 'сумки', 'xz', '123']],
      ),
    );
    expect(words).toEqual([
      { word: 'ince', folded: 'ince' },
      { word: 'çanta', folded: 'canta' },
      { word: 'елка', folded: 'elka' },
      { word: 'сумки', folded: 'sumki' },
    ]);
  });
});

describe('sellers', () => {
  it('are made, changed, left, deleted and brought back by what is told of them', async () => {
    const id = `s-${newId<'seller'>()}`;
    expect((await send('sellers', [{ externalId: id }])).notes).toEqual([
      { line: 1, externalId: id, field: 'name', reason: 'is needed for a new seller' },
    ]);
    expect((await send('sellers', [{ externalId: id, name: 'Anna', rating: 4.5 }])).totals).toMatchObject({
      upserted: 1,
    });
    expect((await send('sellers', [{ externalId: id, name: 'Anna' }])).totals).toMatchObject({ unchanged: 1 });
    expect(await world.app.get(SellersQueries).byExternalId(id)).toMatchObject({ name: 'Anna' });
    await send('products', [{ ...product(`p-${id}`), sellerExternalId: id }]);
    expect((await send('sellers', [{ externalId: id, deleted: true }])).totals).toMatchObject({ deleted: 1 });
    expect(await read(`p-${id}`)).toMatchObject({ deleted: true });
    expect((await send('products', [{ ...product(sku()), sellerExternalId: id }])).totals).toMatchObject({
      refused: 1,
    });
    expect((await send('sellers', [{ externalId: id, name: 'Anna' }])).totals).toMatchObject({ upserted: 1 });
    expect(await read(`p-${id}`)).toMatchObject({ deleted: false });
  });
});
