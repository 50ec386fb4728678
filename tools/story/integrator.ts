import { randomBytes, randomUUID } from 'node:crypto';
import type { HttpAnswer, MessageOptions } from '../client/integration-client.js';
import type { Creating } from './creator.js';
import { text } from './expecting.js';
import { businessDayOf, type Member, type World } from './world.js';

/** The marketplace's stand-in, as the steps name it. */
const marketplace = 'the marketplace';
const roubles = (amount: string): object => ({ amount, currency: 'RUB' });

/** What the marketplace has brought for a seller of this run. */
export interface Goods {
  sellerExternalId: string;
  sellerName: string;
  productId: string;
}

/** Another system of the marketplace tells of goods, purchases and payments. */
export async function marketplaceTells(world: World, creating: Creating, viewer: Member): Promise<Goods> {
  world.tell.chapter('The marketplace brings goods, a purchase, its return, and a payment');
  const goods = await bringGoods(world, creating.creator);
  await sell(world, creating, viewer);
  await pay(world, viewer);
  return goods;
}

/** Sends a signed message and tells it. */
export async function message(
  { tell, marketplace: client }: World,
  step: { why: string; path: string; body: object | string; options?: MessageOptions; expect: unknown },
): Promise<HttpAnswer> {
  const { why, path, body, options, expect } = step;
  return tell.call({
    ...{
      who: marketplace,
      why,
      call: `POST /integration${path}, signed`,
      sent: typeof body === 'string' ? body : JSON.stringify(body),
      expect,
    },
    send: () => client.tell(path, body, options),
  });
}

async function bringGoods(world: World, somebody: Member): Promise<Goods> {
  const { tell, run, marketplace: client } = world;
  const [sellerExternalId, sellerName, externalId] = [`story-${run}`, `Kettle House ${run}`, `kettle-${run}`];
  const stream = (kind: string, why: string, records: object[], expect: object[]) =>
    tell.call({
      ...{ who: marketplace, why, call: `PUT /integration/v1/${kind}, with its key` },
      ...{ sent: records.map((record) => JSON.stringify(record)).join('\n'), expect: { status: 200, body: expect } },
      send: () => client.stream(`/v1/${kind}`, records),
    });
  const all = { unchanged: 0, deleted: 0, complete: true };
  const sellers = [{ externalId: sellerExternalId, name: sellerName }];
  await stream('sellers', 'brings a seller', sellers, [{ totals: { received: 1, upserted: 1, refused: 0, ...all } }]);
  const product = { sellerExternalId, category: ['Home', 'Kitchen'], stock: 7 };
  const products = [
    { externalId, title: `Copper kettle ${run}`, price: roubles('2990.00'), ...product },
    { externalId: `lunch-${run}`, title: 'Free lunch', price: roubles('-1'), ...product },
  ];
  await stream('products', 'brings two products: one line is bad, and keeps the other from nothing', products, [
    { line: 2, field: 'price.amount', reason: 'must not be negative' },
    { totals: { received: 2, upserted: 1, refused: 1, ...all } },
  ]);
  const again = products.slice(0, 1);
  await stream('products', 'sends the good one again: it stands already', again, [
    { totals: { received: 1, upserted: 0, unchanged: 1, refused: 0, deleted: 0, complete: true } },
  ]);
  const { searchProducts } = await tell.ask<{ searchProducts: { edges: { node: { id: string } }[] } }>({
    ...{ who: somebody, why: 'finds it a moment later' },
    document: `query Search($query: String!) {
      searchProducts(query: $query, first: 1) { edges { node { id externalId title price { amount } seller { name } } } }
    }`,
    variables: { query: `copper kettle ${run}` },
    expect: { searchProducts: { edges: [{ node: { id: text(/^prd_/), externalId } }] } },
    untilMs: 10_000,
  });
  return { sellerExternalId, sellerName, productId: searchProducts.edges[0]?.node.id ?? '' };
}

interface OpenedCard {
  openProductCard: { clickId: string };
}

/** The viewer opens the creator's card and buys; the creator sees it; the thing comes back. */
async function sell(world: World, { creator, momentId, product }: Creating, viewer: Member): Promise<void> {
  const { tell } = world;
  const clickId = await openCard(world, { creator, momentId, productId: product.id }, viewer);
  const line = { orderId: `order-${world.run}`, lineId: '1', quantity: 1 };
  const happened = (type: string, more = {}) => ({
    ...{ eventId: randomUUID(), type, ...line, occurredAt: new Date().toISOString(), ...more },
  });
  const { externalId: productExternalId, price } = product;
  const placed = happened('placed', { productExternalId, unitPrice: price, buyer: { click: clickId } });
  const events = [placed, happened('paid'), happened('delivered')];
  const path = '/v1/purchases';
  await message(world, {
    ...{ why: 'tells of the purchase, with the click of its link', path, body: { events } },
    expect: { status: 200, body: { received: 3, kept: 3, repeated: 0, refused: 0 } },
  });
  const bought = (state: string, returnedQuantity: number) => ({
    ...{ who: creator, why: state === 'PENDING' ? 'sees what the moment has sold, not to whom' : 'sees that too' },
    document: `query Sold($id: ID!) {
      moment(id: $id) {
        attributedPurchases {
          edges { node { state quantity returnedQuantity amount { amount } confirmsAt product { title } } }
        }
      }
    }`,
    variables: { id: momentId },
    expect: { moment: { attributedPurchases: { edges: [{ node: { state, quantity: 1, returnedQuantity } }] } } },
    untilMs: 10_000,
  });
  await tell.ask(bought('PENDING', 0));
  await analyse(world, creator, momentId);
  await message(world, {
    ...{ why: 'tells that it came back', path, body: happened('returned') },
    expect: { status: 200, body: { outcome: 'kept' } },
  });
  await tell.ask(bought('RETURNED', 1));
  await message(world, {
    ...{ why: 'is let in by no other secret than its own', path, body: happened('returned') },
    options: { secret: `whsec_${randomBytes(32).toString('base64')}` },
    expect: { status: 401, body: { type: 'urn:moments:problem:signature_wrong' } },
  });
}

async function openCard(
  { tell, run }: World,
  { creator, momentId, productId }: { creator: Member; momentId: string; productId: string },
  viewer: Member,
): Promise<string> {
  await tell.ask({
    ...{ who: viewer, why: 'follows the new creator' },
    document: `mutation Follow($profileId: ID!) {
      follow(profileId: $profileId) { profile { handle followersCount } userErrors { code message } }
    }`,
    variables: { profileId: creator.profileId },
    expect: { follow: { profile: { handle: creator.handle }, userErrors: [] } },
  });
  const { feed } = await tell.ask<{ feed: { edges: { playbackToken: string }[] } }>({
    ...{ who: viewer, why: 'has the moment in the feed of whom they follow, newest first' },
    document: `query Following {
      feed(surface: FOLLOWING, first: 1) { edges { playbackToken node { id productCards { product { id title } } } } }
    }`,
    expect: { feed: { edges: [{ node: { id: momentId, productCards: [{ product: { id: productId } }] } }] } },
    untilMs: 10_000,
  });
  const { playbackToken } = feed.edges[0] ?? {};
  const { openProductCard } = await tell.ask<OpenedCard>({
    ...{ who: viewer, why: 'opens the card: the link to the marketplace carries a signed click' },
    document: `mutation Open($input: OpenProductCardInput!) {
      openProductCard(input: $input) { url clickId userErrors { code message } }
    }`,
    variables: { input: { momentId, productId, playbackToken, idempotencyKey: `open-${run}` } },
    expect: { openProductCard: { url: text(/click=/), clickId: text(), userErrors: [] } },
  });
  return openProductCard.clickId;
}

async function analyse({ tell }: World, creator: Member, id: string): Promise<void> {
  const today = businessDayOf(new Date());
  await tell.ask({
    ...{ who: creator, why: 'sees how the moment does today; views are counted when the day is closed' },
    document: `query Analytics($id: ID!, $today: Date!) {
      moment(id: $id) {
        analytics(from: $today, to: $today) {
          views qualifiedViews cardOpens purchases conversion earned { amount }
          byDay { day cardOpens purchases }
        }
      }
    }`,
    variables: { id, today },
    expect: { moment: { analytics: { cardOpens: 1, purchases: 1, earned: { amount: '0.00' } } } },
    untilMs: 10_000,
  });
}

/** A payment that is told twice is there once. */
async function pay(world: World, viewer: Member): Promise<void> {
  const receivedAt = new Date().toISOString();
  const body = { reference: `bank-${world.run}`, payee: viewer.accountId, amount: roubles('1000.50'), receivedAt };
  const path = '/v1/deposits';
  const credited = { status: 200, body: { reference: body.reference, status: 'credited', amount: roubles('1000.50') } };
  const first = await message(world, { why: 'tells of a payment that the bank has got', path, body, expect: credited });
  await message(world, { why: 'tells it again: the same answer', path, body, expect: first });
  await message(world, {
    ...{
      why: 'cannot tell another amount under the same reference',
      path,
      body: { ...body, amount: roubles('1000.51') },
    },
    expect: { status: 409, body: { type: 'urn:moments:problem:deposit_differs' } },
  });
  await world.tell.ask({
    ...{ who: viewer, why: 'has it once' },
    document: `query Wallet {
      me { wallet { available { amount currency } entries { edges { node { amount { amount } balance { amount } description } } } } }
    }`,
    expect: {
      me: {
        wallet: { available: roubles('1000.50'), entries: { edges: [{ node: { amount: { amount: '1000.50' } } }] } },
      },
    },
  });
}
