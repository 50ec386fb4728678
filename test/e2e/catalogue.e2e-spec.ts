import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SellersQueries } from '@moments/catalog';
import { toGlobalId } from '@moments/kernel';
import { gzipSync } from 'node:zlib';
import { type CatalogueLine, catalogueOf } from '../support/catalogue-data.js';
import { startGateway, type TestGateway } from '../support/gateway.js';
import { anIntegration, integrationUrl, ndjson, putStream, type StreamAnswer } from '../support/integration.js';
import { statementsOf } from '../support/statements.js';

interface Found {
  edges: { cursor: string; clickToken: string; promoted: boolean; node: Product }[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
  interpretedAs: string[];
  candidates: number;
}

interface Product {
  id: string;
  externalId: string;
  title: string;
  category: string[];
  price: { amount: string; currency: string };
  inStock: boolean;
  available: boolean;
}

const fields = `id externalId title brand description category attributes { name value } price { amount currency }
  oldPrice { amount currency } image { url(width: 100) width height thumbhash } inStock available rating reviewsCount
  seller { id name rating reviewsCount }`;
const searchDocument = `query ($query: String!, $filter: ProductFilter, $first: Int, $after: String) {
  searchProducts(query: $query, filter: $filter, first: $first, after: $after) {
    edges { cursor clickToken promoted node { ${fields} } } pageInfo { hasNextPage endCursor } interpretedAs candidates } }`;
const productDocument = `query ($id: ID!) { product(id: $id) { ${fields} } node(id: $id) { id ... on Product { title } } }`;
const shop = 'bazaar';

let gateway: TestGateway;
let key: string;
let lines: CatalogueLine[];
let sent: StreamAnswer;

beforeAll(async () => {
  gateway = await startGateway();
  key = (await anIntegration(gateway)).apiKey;
  ({ lines } = catalogueOf(shop));
  await put('/sellers', [{ externalId: shop, name: 'Bazaar', rating: 4.6, reviewsCount: 31 }]);
  sent = await put('/products', lines);
});
afterAll(() => gateway.close());

const put = (path: string, records: readonly object[]) =>
  putStream(integrationUrl(gateway, path), {
    body: gzipSync(ndjson(records)),
    key,
    headers: { 'content-encoding': 'gzip' },
  });

async function ask<Data>(document: string, variables: object): Promise<Data> {
  const { data, errors } = await gateway.query<Data>(document, { ...variables });
  expect(errors).toBeUndefined();
  return data!;
}
const search = async (query: string, more: object = {}): Promise<Found> =>
  (await ask<{ searchProducts: Found }>(searchDocument, { query, ...more })).searchProducts;
const sellerId = async () => toGlobalId('seller', (await gateway.app.get(SellersQueries).byExternalId(shop))!.id);
/** A word that stands in several titles, and in no other form. */
const word = () => (lines.some(({ title }) => /backpack/i.test(title)) ? 'backpack' : 'sandal');

describe('a whole catalogue', () => {
  it('goes in through the integration API, every card of it', () => {
    expect(lines.length).toBeGreaterThan(1_000);
    expect(sent.told).toEqual([]);
    expect(sent.totals).toEqual({
      received: lines.length,
      upserted: lines.length,
      unchanged: 0,
      deleted: 0,
      refused: 0,
      complete: true,
    });
  });

  it('sent again from its middle changes nothing', async () => {
    const rest = lines.slice(Math.floor(lines.length / 2));
    expect((await put('/products', rest)).totals).toMatchObject({ received: rest.length, unchanged: rest.length });
  });

  it('is read as it was told', async () => {
    const told = lines.find(({ oldPrice }) => oldPrice) ?? lines[0]!;
    const found = await search(told.title, { first: 50 });
    const product = found.edges.map(({ node }) => node).find(({ externalId }) => externalId === told.externalId)!;
    expect(product).toMatchObject({
      category: told.category,
      price: { currency: 'INR' },
      rating: told.rating ?? 0,
      reviewsCount: told.reviewsCount ?? 0,
      inStock: true,
      available: true,
      seller: { name: 'Bazaar', rating: 4.6, reviewsCount: 31 },
      image: told.image ? { url: told.image.url, width: 320, height: 320 } : null,
    });
    expect(Number(product.price.amount)).toBe(Number(told.price.amount));
    const { product: byId, node } = await ask<{ product: Product; node: object }>(productDocument, { id: product.id });
    expect(byId).toEqual(product);
    expect(node).toEqual({ id: product.id, title: product.title });
  });
});

describe('search', () => {
  it('finds by words in another form, and puts mistyped ones right', async () => {
    const right = await search(word());
    expect(right.edges.length).toBeGreaterThan(0);
    expect(right.edges.every(({ clickToken, promoted }) => clickToken.length > 40 && !promoted)).toBe(true);
    const mistyped = await search(`${word()[1]}${word()[0]}${word().slice(2)}`);
    expect(mistyped.interpretedAs).toEqual([word()]);
    expect(mistyped.edges.map(({ node }) => node.id)).toEqual(right.edges.map(({ node }) => node.id));
    expect((await search(`${word()}s`)).candidates).toBe(right.candidates);
  });

  it('gives page after page without a gap or a repetition', async () => {
    const ids: string[] = [];
    let after: string | null = null;
    let candidates = 0;
    do {
      const page: Found = await search(word(), { first: 50, after });
      ids.push(...page.edges.map(({ node }) => node.id));
      ({ candidates } = page);
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after !== null);
    expect(ids).toHaveLength(candidates);
    expect(new Set(ids).size).toBe(candidates);
  });

  it('keeps to the filter', async () => {
    const all = await search(word(), { first: 50 });
    const { category: path, price } = all.edges.map(({ node }) => node).find(({ inStock }) => inStock)!;
    const [category, priceTo] = [path[1]!, price.amount];
    const kept = await search(word(), {
      first: 50,
      filter: { sellerId: await sellerId(), category, priceTo, inStock: true },
    });
    expect(kept.candidates).toBeLessThanOrEqual(all.candidates);
    expect(kept.edges).not.toEqual([]);
    for (const { node } of kept.edges) {
      expect(node.category).toContain(category);
      expect(Number(node.price.amount)).toBeLessThanOrEqual(Number(priceTo));
    }
  });

  it('reads a page with its sellers in three statements, however long it is', async () => {
    for (const first of [1, 50]) {
      const statements = await statementsOf(() => search(word(), { first }));
      expect(statements.filter((name) => name.startsWith('catalog.'))).toEqual([
        'catalog.stems',
        'catalog.search-products',
        'catalog.sellers-by-id',
      ]);
    }
  });

  it('refuses what is no page, no seller, no cursor of its own', async () => {
    for (const variables of [
      { first: 51 },
      { after: 'nonsense' },
      { filter: { sellerId: 'sel_1' } },
      { query: 'x'.repeat(501) },
    ]) {
      const { errors } = await gateway.query(searchDocument, { query: 'a', ...variables });
      expect(errors?.[0]?.extensions?.code).toMatch(/INVALID_INPUT|NOT_FOUND/);
    }
  });
});

describe('a product that is deleted', () => {
  it('is found no more, and shown as not available by its id', async () => {
    const [edge] = (await search(word())).edges;
    const { id, externalId } = edge!.node;
    expect((await put('/products', [{ externalId, deleted: true }])).totals).toMatchObject({ deleted: 1 });
    expect((await search(word(), { first: 50 })).edges.map(({ node }) => node.id)).not.toContain(id);
    const { product } = await ask<{ product: Product }>(productDocument, { id });
    expect(product).toMatchObject({ id, inStock: false, available: false });
  });
});

describe('a seller’s products', () => {
  it('are read newest first, page by page', async () => {
    const document = `query ($id: ID!, $after: String) { node(id: $id) { ... on Seller { name
      products(first: 2, after: $after) { edges { node { id } } pageInfo { hasNextPage endCursor } } } } }`;
    interface Page {
      node: { name: string; products: Pick<Found, 'pageInfo'> & { edges: { node: { id: string } }[] } };
    }
    const id = await sellerId();
    const first = await ask<Page>(document, { id });
    const second = await ask<Page>(document, { id, after: first.node.products.pageInfo.endCursor });
    const ids = [...first.node.products.edges, ...second.node.products.edges].map(({ node }) => node.id);
    expect(ids).toHaveLength(4);
    expect(ids).toEqual(ids.toSorted().toReversed());
  });
});
