import { roubles } from './asking.js';
import type { Creating } from './creator.js';
import { text } from './expecting.js';
import { marketplace, message } from './marketplace.js';
import { sell } from './purchase.js';
import type { Member, World } from './world.js';

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
    waits: true,
  });
  return { sellerExternalId, sellerName, productId: searchProducts.edges[0]?.node.id ?? '' };
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
