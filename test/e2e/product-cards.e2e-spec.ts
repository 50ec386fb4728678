import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type MomentId, newId, type ProductId, toGlobalId } from '@moments/kernel';
import { execute } from '@moments/platform';
import { aProduct } from '@moments/testing/catalog';
import { aProductCard, aPublishedMoment, setMomentStatus } from '@moments/testing/moments';
import { aBlock } from '@moments/testing/social';
import { randomUUID } from 'node:crypto';
import { startGateway, type TestGateway } from '../support/gateway.js';
import { aPerson, type Person } from '../support/person.js';
import { statementsOf } from '../support/statements.js';

let gateway: TestGateway;
let ada: Person;
let bob: Person;
let momentId: MomentId;
let id: string;
let lamp: ProductId;
let chair: ProductId;

beforeAll(async () => {
  gateway = await startGateway({ open: ['MOMENTS'] });
});
afterAll(() => gateway.close());
beforeEach(async () => {
  [ada, bob] = [await aPerson(gateway), await aPerson(gateway)];
  momentId = await aPublishedMoment(gateway, { authorId: ada.accountId, durationMs: 20_000 });
  id = toGlobalId('moment', momentId);
  lamp = await aProduct(gateway, { title: 'Lamp', price: '1990.00 RUB', externalId: `lamp-${randomUUID()}` });
  chair = await aProduct(gateway, { title: 'Chair' });
});

const global = (productId: ProductId) => toGlobalId('product', productId);
const change = (productId: ProductId, what: string) =>
  gateway.database.transaction((tx) => execute(tx, `update products set ${what} where id = $1`, [productId]));

interface UserError {
  code: string;
  reason: string;
  field: string[] | null;
}
interface Card {
  product: { title: string; price: { amount: string }; inStock: boolean; available: boolean };
  startMs: number | null;
  x: number | null;
}
const cardFields = 'productCards { product { title price { amount } inStock available } startMs endMs x y }';

async function ask<Data>(document: string, variables: Record<string, unknown>, as?: Person): Promise<Data> {
  const { data, errors } = await gateway.query<Data>(document, variables, { token: as?.token });
  expect(errors).toBeUndefined();
  return data!;
}

async function tag(productTags: object[] | null, as = ada) {
  const { updateMoment } = await ask<{
    updateMoment: { moment: { productCards: Card[] } | null; userErrors: UserError[] };
  }>(
    `mutation ($input: UpdateMomentInput!) {
       updateMoment(input: $input) { moment { ${cardFields} } userErrors { code reason field } } }`,
    { input: { momentId: id, productTags } },
    as,
  );
  return updateMoment;
}

async function shown(as?: Person): Promise<Card[]> {
  const document = `query ($id: ID!) { moment(id: $id) { ${cardFields} } }`;
  return (await ask<{ moment: { productCards: Card[] } }>(document, { id }, as)).moment.productCards;
}

describe('products on a moment', () => {
  it('are tagged, and changed after publishing, by whoever made it', async () => {
    const tags = [{ productId: global(chair), startMs: 0, endMs: 20_000, x: 0.25, y: 1 }, { productId: global(lamp) }];
    expect((await tag(tags)).moment?.productCards).toEqual(await shown());
    expect(await shown()).toEqual([
      {
        ...{ startMs: 0, endMs: 20_000, x: 0.25, y: 1 },
        product: { title: 'Chair', price: { amount: '990.00' }, inStock: true, available: true },
      },
      {
        ...{ startMs: null, endMs: null, x: null, y: null },
        product: { title: 'Lamp', price: { amount: '1990.00' }, inStock: true, available: true },
      },
    ]);
    await tag(null);
    expect(await shown(bob)).toHaveLength(2);
    await tag([]);
    expect(await shown(bob)).toEqual([]);
  });

  it('of somebody else’s moment cannot be tagged', async () => {
    expect(await tag([{ productId: global(lamp) }], bob)).toMatchObject({
      moment: null,
      userErrors: [{ code: 'NOT_FOUND', field: ['momentId'] }],
    });
    expect(await shown()).toEqual([]);
  });

  it.each([
    ['a product that there is not', () => ({ productId: global(newId()) }), 'NOT_FOUND', 'productId'],
    ['a moment as a product', () => ({ productId: id }), 'NOT_FOUND', 'productId'],
    ['no id', () => ({ productId: '' }), 'NOT_FOUND', 'productId'],
    ['half a range', () => ({ productId: global(lamp), startMs: 1 }), 'INVALID_INPUT', 'endMs'],
    [
      'a range beyond the end',
      () => ({ productId: global(lamp), startMs: 1, endMs: 20_001 }),
      'INVALID_INPUT',
      'endMs',
    ],
    ['a place beside the picture', () => ({ productId: global(lamp), x: 1.1, y: 0 }), 'INVALID_INPUT', 'x'],
    ['a product twice at a time', () => ({ productId: global(chair) }), 'INVALID_INPUT', 'productId'],
  ])('are not tagged with %s, each told by its place', async (_, bad, code, field) => {
    const { userErrors } = await tag([{ productId: global(chair) }, bad()]);
    expect(userErrors).toMatchObject([{ code, field: ['productTags', '1', field] }]);
    expect(await shown()).toEqual([]);
  });

  it('show price and stock as they are now, in the feed, too', async () => {
    await tag([{ productId: global(lamp) }]);
    const document = `{ feed(first: 50) { edges { node { id ${cardFields} } } } }`;
    const inFeed = async () => {
      const { feed } = await ask<{ feed: { edges: { node: { id: string; productCards: Card[] } }[] } }>(
        document,
        {},
        bob,
      );
      return feed.edges.find(({ node }) => node.id === id)!.node.productCards[0]!.product;
    };
    expect(await inFeed()).toMatchObject({ price: { amount: '1990.00' }, inStock: true });
    await change(lamp, 'price_minor = 150000, stock = 0');
    expect(await inFeed()).toMatchObject({ price: { amount: '1500.00' }, inStock: false });
  });

  it('stay when a product is deleted, and say so', async () => {
    await tag([{ productId: global(lamp) }, { productId: global(chair) }]);
    await change(lamp, 'deleted_at = now()');
    expect(await shown(bob)).toMatchObject([
      { product: { title: 'Lamp', inStock: false, available: false } },
      { product: { title: 'Chair', inStock: true, available: true } },
    ]);
  });

  it('are read for a whole page in one statement for cards and one for products', async () => {
    for (let count = 0; count < 4; count += 1) {
      const more = await aPublishedMoment(gateway, { authorId: ada.accountId });
      for (const productId of [lamp, chair]) await aProductCard(gateway, { momentId: more, productId });
    }
    const names = await statementsOf(() => ask(`{ feed(first: 50) { edges { node { ${cardFields} } } } }`, {}, bob));
    expect(names.filter((name) => name === 'moments.product-cards-of')).toHaveLength(1);
    expect(names.filter((name) => name === 'catalog.products-by-id')).toHaveLength(1);
  });
});

describe('the moments of a product', () => {
  interface Moments {
    edges: { cursor: string; node: { id: string } }[];
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
  }
  const momentsOf = async (as?: Person, first = 10, after: string | null = null): Promise<Moments> => {
    const document = `query ($id: ID!, $first: Int, $after: String) { product(id: $id) {
      moments(first: $first, after: $after) { edges { cursor node { id } } pageInfo { hasNextPage endCursor } } } }`;
    return (await ask<{ product: { moments: Moments } }>(document, { id: global(lamp), first, after }, as)).product
      .moments;
  };
  const idsOf = ({ edges }: Moments) => edges.map(({ node }) => node.id);
  const aMoment = async (publishedAt: string, authorId = ada.accountId) => {
    const made = await aPublishedMoment(gateway, { authorId, publishedAt: new Date(publishedAt) });
    await aProductCard(gateway, { momentId: made, productId: lamp });
    return made;
  };

  it('are the published ones that show it, newest first, each once, page by page however many are added', async () => {
    const old = await aMoment('2026-01-01T00:00:00Z');
    await aProductCard(gateway, { momentId: old, productId: lamp });
    const [middle, young] = [await aMoment('2026-02-01T00:00:00Z'), await aMoment('2026-03-01T00:00:00Z')];
    await setMomentStatus(gateway, { momentId: await aMoment('2026-02-15T00:00:00Z'), status: 'REMOVED' });
    const [first, second, third] = [young, middle, old].map((one) => toGlobalId('moment', one));

    const page = await momentsOf(undefined, 2);
    expect([idsOf(page), page.pageInfo.hasNextPage]).toEqual([[first, second], true]);
    await aMoment('2026-04-01T00:00:00Z');
    const next = await momentsOf(undefined, 2, page.pageInfo.endCursor);
    expect([idsOf(next), next.pageInfo.hasNextPage]).toEqual([[third], false]);
  });

  it('leave out those of whom the viewer has blocked, and of who has blocked the viewer, without shortening the page', async () => {
    const [eve, mallory] = [await aPerson(gateway), await aPerson(gateway)];
    const seen = await aMoment('2026-01-01T00:00:00Z');
    await aMoment('2026-02-01T00:00:00Z', eve.accountId);
    await aMoment('2026-03-01T00:00:00Z', mallory.accountId);
    await aBlock(gateway, { blockerId: bob.accountId, blockedId: eve.accountId });
    await aBlock(gateway, { blockerId: mallory.accountId, blockedId: bob.accountId });
    const page = await momentsOf(bob, 1);
    expect([idsOf(page), page.pageInfo.hasNextPage]).toEqual([[toGlobalId('moment', seen)], false]);
    expect(idsOf(await momentsOf())).toHaveLength(3);
  });

  it('refuse a cursor of nothing', async () => {
    const document = 'query ($id: ID!) { product(id: $id) { moments(after: "x") { edges { cursor } } } }';
    const { errors } = await gateway.query(document, { id: global(lamp) });
    expect(errors?.[0]?.extensions?.code).toBe('INVALID_INPUT');
  });
});
