import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { IdentityModule } from '@moments/identity';
import { decodeCursor, encodeCursor, InvalidInput, type ProductId, type SellerId } from '@moments/kernel';
import { execute, rows } from '@moments/platform';
import { type AProduct, aProduct, aSeller } from '@moments/testing/catalog';
import { type LibWorld, openLibWorld } from '@moments/testing/platform';
import { Readable } from 'node:stream';
import { CatalogJobsModule } from '../catalog-jobs.module.js';
import { CatalogModule } from '../catalog.module.js';
import { CatalogueIngestion } from '../ingestion/catalogue-ingestion.service.js';
import { readSearchPosition, writeSearchPosition } from './domain/search-position.js';
import { type ProductFilter, ProductSearch } from './product-search.js';
import { RecountProductWordsHandler } from './recount-words.job.js';

let world: LibWorld;
let search: ProductSearch;
let shop: SellerId;

beforeAll(async () => {
  world = await openLibWorld([IdentityModule, CatalogModule, CatalogJobsModule]);
  search = world.app.get(ProductSearch);
  shop = await aSeller(world, { externalId: 'shop' });
});
afterAll(() => world.close());

const sold = (title: string, more: AProduct = {}) => aProduct(world, { sellerId: shop, title, category: [], ...more });
const find = (query: string, filter: ProductFilter = {}, limit = 50) =>
  search.search({ query, filter, window: { limit } });
const titles = async (query: string, filter?: ProductFilter) =>
  (await find(query, filter)).items.map(({ item }) => item.title);

/** Through the door by which words become known. */
async function told(...products: readonly { id: string; title: string; brand?: string }[]): Promise<void> {
  const lines = products.map(({ id, ...rest }) => ({
    externalId: id,
    sellerExternalId: 'shop',
    price: { amount: '10', currency: 'RUB' },
    ...rest,
  }));
  await world.app.get(CatalogueIngestion).products({
    source: Readable.from([Buffer.from(lines.map((line) => JSON.stringify(line)).join('\n'))]),
    gzip: false,
    tell: () => Promise.resolve(),
  });
}

describe('products are found', () => {
  it.each([
    ['Красное платье в горошек', 'красные платья'],
    ['Ёлка искусственная', 'елки искусственные'],
    ['Wireless headphones', 'wireless headphone'],
    ['Kadın çantaları', 'çanta'],
    ['Беспроводная колонка JBL Charge', 'колонки jbl'],
  ])('%s by %s, whatever the form of the words', async (title, query) => {
    await sold(title);
    expect(await titles(query)).toContain(title);
  });

  it('by brand, category, attributes and description, too', async () => {
    await sold('Nameless', {
      brand: 'Brandword',
      category: ['Categoryword'],
      attributes: [{ name: 'Attributeword', value: 'Valueword' }],
      description: 'Descriptionword',
    });
    for (const word of ['brandword', 'categoryword', 'attributeword', 'valueword', 'descriptionword']) {
      expect(await titles(word)).toEqual(['Nameless']);
    }
  });

  it('in the order of where the word stands: title, brand, category, attributes, description', async () => {
    await sold('five five', { description: 'rankword' });
    await sold('four four', { attributes: [{ name: 'rankword', value: 'x' }] });
    await sold('three three', { category: ['rankword'] });
    await sold('two two', { brand: 'rankword' });
    await sold('rankword one');
    expect(await titles('rankword')).toEqual(['rankword one', 'two two', 'three three', 'four four', 'five five']);
  });

  it('by all words, and by any of them only when nothing has all', async () => {
    await sold('Alphaword betaword');
    await sold('Alphaword gammaword');
    expect(await titles('alphaword betaword')).toEqual(['Alphaword betaword']);
    expect(await titles('betaword gammaword')).toHaveLength(2);
  });

  it('whatever the query holds, as nothing in it is an operator', async () => {
    await sold("Quote's & pipe | bang ! (paren) \\ 'x'");
    expect(await titles("quote's & | ! ( ) \\ ' :* <->")).toHaveLength(1);
    expect(await titles('!!! & |')).toEqual([]);
    expect(await find('для и the')).toMatchObject({ items: [], candidates: 0 });
  });

  it('no more when they are deleted or their seller is gone', async () => {
    const gone = await aSeller(world);
    await sold('Deletedword', { deleted: true });
    await sold('Deletedword', { sellerId: gone });
    expect(await titles('deletedword')).toHaveLength(1);
    await world.database.transaction((tx) =>
      execute(tx, 'update sellers set deleted_at = now() where id = $1', [gone]),
    );
    expect(await titles('deletedword')).toEqual([]);
  });

  it('not by a query that is too long', async () => {
    await expect(find('x'.repeat(501))).rejects.toThrow(InvalidInput);
    expect((await find('x'.repeat(500))).items).toEqual([]);
  });
});

describe('mistyped words', () => {
  it('are put right by the words of the catalogue', async () => {
    await told(
      { id: 't1', title: 'Кроссовки беговые', brand: 'Nike' },
      { id: 't2', title: 'Deri çanta' },
      { id: 't3', title: 'Refrigerator' },
    );
    for (const [query, words, title] of [
      ['красовки nkie', ['кроссовки', 'nike'], 'Кроссовки беговые'],
      ['canta', ['çanta'], 'Deri çanta'],
      ['krossovki', ['кроссовки'], 'Кроссовки беговые'],
      ['refridgerator', ['refrigerator'], 'Refrigerator'],
    ] as const) {
      const found = await find(query);
      expect(found.interpretedAs).toEqual(words);
      expect(found.items.map(({ item }) => item.title)).toContain(title);
    }
  });

  it('are left when nothing is near, and so are words that are known in another form', async () => {
    await told({ id: 't4', title: 'Пылесос' }, { id: 't5', title: 'Пылесось' });
    expect((await find('пылесосами')).interpretedAs).toEqual(['пылесосами']);
    expect((await find('qwertyuiop')).interpretedAs).toEqual(['qwertyuiop']);
  });

  it('are not those that only attributes or descriptions have, in any form', async () => {
    await told({ id: 'm1', title: 'Marino' }, { id: 'm2', title: 'Хлопушка' });
    await sold('Warm jumper', { attributes: [{ name: 'Material', value: 'Merino' }] });
    await sold('Белая рубашка', { description: 'Хлопужка' });
    expect((await find('merinos')).interpretedAs).toEqual(['merinos']);
    expect(await titles('merino')).toEqual(['Warm jumper']);
    expect(await titles('хлопужка')).toEqual(['Белая рубашка']);
    expect((await find('marinu')).interpretedAs).toEqual(['marino']);
  });

  it('become the commoner word once words are counted, and words of nothing are forgotten', async () => {
    await told({ id: 'w1', title: 'Marble' }, { id: 'w2', title: 'Marbly' }, { id: 'w3', title: 'Marbly' });
    const recount = world.app.get(RecountProductWordsHandler);
    await recount.handle();
    expect((await find('marblo')).interpretedAs).toEqual(['marbly']);
    await world.database.transaction((tx) =>
      execute(tx, `update products set deleted_at = now() where title = 'Marbly'`),
    );
    await recount.handle();
    expect((await find('marblo')).interpretedAs).toEqual(['marble']);
    const left = await world.database.transaction((tx) => rows(tx, `select from product_words where word = 'marbly'`));
    expect(left).toEqual([]);
  });
});

describe('filters', () => {
  it('keep a seller’s, a category’s, what can be bought, and what costs within bounds', async () => {
    const another = await aSeller(world);
    await sold('Filterword a', { price: '10.00 RUB', category: ['Home', 'Light'] });
    await sold('Filterword b', { price: '20.00 RUB', stock: 0 });
    await sold('Filterword c', { price: '15 JPY', sellerId: another });
    const found = async (filter: ProductFilter) =>
      (await titles('filterword', filter)).map((title) => title.at(-1)).toSorted();
    expect(await found({})).toEqual(['a', 'b', 'c']);
    expect(await found({ sellerId: another })).toEqual(['c']);
    expect(await found({ category: 'Light' })).toEqual(['a']);
    expect(await found({ category: 'light' })).toEqual([]);
    expect(await found({ inStock: true })).toEqual(['a', 'c']);
    expect(await found({ priceFrom: '10.00', priceTo: '15.5' })).toEqual(['a', 'c']);
    expect(await found({ priceFrom: '10.01' })).toEqual(['b', 'c']);
    expect(await found({ priceTo: '-1' })).toEqual([]);
  });
});

describe('pages of found products', () => {
  it('follow each other without a gap or a repetition, also among equals, and of any word', async () => {
    const ids: ProductId[] = [];
    for (let count = 0; count < 7; count += 1) ids.push(await sold(count % 2 ? 'Pageword extra text' : 'Pageword'));
    for (const query of ['pageword', 'pageword unknownwordzz']) {
      const seen: ProductId[] = [];
      let window: Parameters<typeof search.search>[0]['window'] = { limit: 3 };
      for (;;) {
        const page = await search.search({ query, filter: {}, window });
        seen.push(...page.items.map(({ item }) => item.id));
        expect(page.candidates).toBe(7);
        if (!page.hasNextPage) break;
        const cursor = encodeCursor(writeSearchPosition(page.items.at(-1)!.position));
        window = { limit: 3, after: readSearchPosition(decodeCursor(cursor)) };
      }
      expect(seen.toSorted()).toEqual(ids.toSorted());
    }
  });

  it.each([[[1]], [[1, 'x', true]], [['1', '018f0000-0000-7000-8000-000000000000', true]], [{}], [null]])(
    'do not start after %j',
    (cursor) => expect(readSearchPosition(cursor)).toBeUndefined(),
  );
});
