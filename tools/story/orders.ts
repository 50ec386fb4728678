import { errors, key, roubles } from './asking.js';
import { text } from './expecting.js';
import { amountOf, minorOf } from './formula.js';
import type { Goods } from './integrator.js';
import { message } from './marketplace.js';
import { cost, type Order, reward, sellersWallet } from './order.js';
import { disputedWork } from './order-dispute.js';
import { approvedWork } from './order-work.js';
import { type Listening, listenAsSeller } from './webhooks.js';
import { join, type Member, signIn, type World } from './world.js';

interface OrderCast {
  /** Does the work of the first place. */
  creator: Member;
  goods: Goods;
}

/** What the chapter leaves: the order, and the creator whom the dispute has paid. */
export interface Ordered {
  orderId: string;
  creator: Member;
}

/** A seller orders moments; one is approved, one goes to the operator. */
export async function sellerOrders(world: World, { creator, goods }: OrderCast): Promise<Ordered> {
  world.tell.chapter('A seller orders moments, and pays for them');
  const seller = await actForSeller(world, goods);
  const order = { seller, productId: goods.productId, id: await draft(world, seller, goods) };
  await fund(world, order, goods);
  const listening = await listenAsSeller(world, seller);
  try {
    await publish(world, order, listening);
    await approvedWork(world, order, creator, listening);
  } finally {
    await listening.stop();
  }
  const disputed = await signIn(world, 'creator', 1);
  await disputedWork(world, order, disputed);
  return { orderId: order.id, creator: disputed };
}

async function actForSeller(world: World, goods: Goods): Promise<Member & { sellerId: string }> {
  const seller = await join(world, 'seller', 'Kettle House');
  const words = ['sellers', 'member', goods.sellerExternalId, seller.email, 'OWNER'];
  await world.tell.call({
    ...{ who: 'an operator', why: 'lets them act for the seller that the marketplace has brought' },
    ...{ call: `cli ${words.join(' ')}`, send: () => world.operate(...words), expect: { code: 0 } },
  });
  const { me } = await world.tell.ask<{ me: { seller: { id: string } } }>({
    ...{ who: seller, why: 'sees what they act for' },
    document: `query Seller {
      me { seller { id name wallet { available { amount currency } } products { edges { node { id title } } } } }
    }`,
    expect: {
      me: {
        seller: {
          ...{ name: goods.sellerName, wallet: { available: roubles('0.00') } },
          products: { edges: [{ node: { id: goods.productId } }] },
        },
      },
    },
  });
  return { ...seller, sellerId: me.seller.id };
}

async function draft({ tell }: World, seller: Member, { productId }: Goods): Promise<string> {
  const input = {
    ...{ title: 'The kettle, in your kitchen', brief: 'Show how it pours. Say nothing of its price.' },
    ...{ productIds: [productId], reward: roubles(reward), places: 2, admission: 'FIRST_COME', keepPublishedDays: 1 },
    ...{ deadline: new Date(Date.now() + 3 * 86_400_000).toISOString(), erid: 'Kra23f9vyQ', idempotencyKey: key() },
  };
  const { createCreatorOrder } = await tell.ask<{ createCreatorOrder: { campaign: { id: string } } }>({
    ...{ who: seller, why: 'drafts an order of two moments; it costs nothing yet' },
    document: `mutation Draft($input: CreateCreatorOrderInput!) {
      createCreatorOrder(input: $input) {
        campaign { id status deadline escrow { amount } ... on CreatorOrder { places reward { amount } termsVersion } }
        ${errors}
      }
    }`,
    variables: { input },
    expect: {
      createCreatorOrder: {
        ...{ campaign: { id: text(), status: 'DRAFT', escrow: { amount: '0.00' }, places: 2 }, userErrors: [] },
      },
    },
  });
  return createCreatorOrder.campaign.id;
}

const publishing = (order: Order) => ({
  document: `mutation Publish($campaignId: ID!, $idempotencyKey: String!) {
      publishCampaign(campaignId: $campaignId, idempotencyKey: $idempotencyKey) {
        campaign { id status escrow { amount currency } }
        ${errors}
      }
    }`,
  variables: { campaignId: order.id, idempotencyKey: key() },
});

/** A kopeck too little, then the kopeck. */
async function fund(world: World, order: Order & { seller: { sellerId?: string } }, goods: Goods): Promise<void> {
  const { seller } = order;
  const deposit = (amount: string, number: number) =>
    message(world, {
      ...{ why: `tells that ${goods.sellerName} has paid in ${amount}`, path: '/v1/deposits' },
      body: {
        ...{ reference: `seller-${world.run}-${number}`, payee: seller.sellerId, amount: roubles(amount) },
        receivedAt: new Date().toISOString(),
      },
      expect: { status: 200, body: { status: 'credited' } },
    });
  await deposit(amountOf(minorOf(cost) - 1n), 1);
  await world.tell.ask({
    ...{ who: seller, why: `cannot publish it: a kopeck of ${cost} is missing` },
    ...publishing(order),
    expect: {
      publishCampaign: { campaign: null, userErrors: [{ code: 'INSUFFICIENT_FUNDS', message: text(/0[.,]01/) }] },
    },
  });
  await deposit('0.01', 2);
}

async function publish({ tell }: World, order: Order, listening: Listening): Promise<void> {
  const { seller } = order;
  await tell.ask({
    ...{ who: seller, why: 'publishes it: all that it may cost is in escrow at once' },
    ...publishing(order),
    expect: { publishCampaign: { campaign: { status: 'OPEN', escrow: roubles(cost) }, userErrors: [] } },
  });
  await listening.hears('order.published');
  await sellersWallet({ tell }, seller, { why: 'has not a kopeck more', available: '0.00' });
}
