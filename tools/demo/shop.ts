import { randomUUID } from 'node:crypto';
import type { GraphqlClient } from '../client/graphql-client.js';
import type { Marketplace, OrderEvent } from './marketplace.js';

const seller = { externalId: 'corner-shop', name: 'Corner Shop' };

interface Goods {
  externalId: string;
  title: string;
  brand: string;
  category: readonly string[];
  price: string;
  stock: number;
}

const goods: readonly Goods[] = [
  {
    externalId: 'lantern',
    title: 'Paper lantern',
    brand: 'Kagi',
    category: ['Home', 'Light'],
    price: '990.00',
    stock: 40,
  },
  {
    externalId: 'scarf',
    title: 'Silk scarf',
    brand: 'Unrolled',
    category: ['Clothing', 'Scarves'],
    price: '3490.00',
    stock: 12,
  },
  {
    externalId: 'tripod',
    title: 'Travel tripod',
    brand: 'Stillness',
    category: ['Photo', 'Tripods'],
    price: '4790.00',
    stock: 7,
  },
  {
    externalId: 'tiles',
    title: 'Cement tiles, a square metre',
    brand: 'Bath House',
    category: ['Home', 'Tiles'],
    price: '2150.00',
    stock: 300,
  },
  {
    externalId: 'seeds',
    title: 'Wild garden seeds',
    brand: 'Two Rules',
    category: ['Garden', 'Seeds'],
    price: '190.00',
    stock: 0,
  },
];

/** Which moments show which goods, by the beginning of their captions. */
const shown: readonly (readonly [caption: string, externalId: string])[] = [
  ['A lantern that breathes', 'lantern'],
  ['Silk, unrolled', 'scarf'],
  ['Dusk with a camera', 'tripod'],
  ['Tiles of an old bath house', 'tiles'],
  ['A garden that grows', 'seeds'],
];

export interface MadeMoment {
  id: string;
  caption: string;
  author: GraphqlClient;
}

interface Shop {
  marketplace: Marketplace;
  moments: readonly MadeMoment[];
  viewers: readonly GraphqlClient[];
}

/** A seller's goods come in, authors show them, viewers open what they see and buy some of it; one of them returns it. */
export async function keepShop({ marketplace, moments, viewers }: Shop): Promise<void> {
  await marketplace.send('sellers', [seller]);
  await marketplace.send('products', goods.map(toRecord));
  const products = await productIds(viewers[0]);
  for (const [caption, externalId] of shown) {
    const moment = moments.find((made) => made.caption.startsWith(caption));
    const productId = products.get(externalId);
    if (moment && productId) await showProduct(moment, productId);
  }
  for (const [index, viewer] of viewers.entries()) {
    const opened = await openCards(viewer);
    await marketplace.tell(opened.flatMap((card) => lifeOfOrder(card, index > 0)));
    console.log(`  ${opened.length} product cards opened, and what is on them bought`);
  }
}

const toRecord = ({ price, ...product }: Goods) => ({
  ...product,
  sellerExternalId: seller.externalId,
  price: { amount: price, currency: 'RUB' },
});

async function productIds(viewer?: GraphqlClient): Promise<Map<string, string>> {
  interface Found {
    searchProducts: { edges: { node: { id: string; externalId: string } }[] };
  }
  const found = new Map<string, string>();
  for (const { title } of goods) {
    const answer = await viewer?.send<Found>(
      'query ($title: String!) { searchProducts(query: $title, first: 1) { edges { node { id externalId } } } }',
      { title },
    );
    for (const { node } of answer?.searchProducts.edges ?? []) found.set(node.externalId, node.id);
  }
  return found;
}

async function showProduct({ id, author }: MadeMoment, productId: string): Promise<void> {
  interface Updated {
    updateMoment: { userErrors: { message: string }[] };
  }
  const { updateMoment } = await author.send<Updated>(
    'mutation ($input: UpdateMomentInput!) { updateMoment(input: $input) { userErrors { message } } }',
    { input: { momentId: id, productTags: [{ productId, x: 0.5, y: 0.8 }] } },
  );
  if (updateMoment.userErrors[0]) throw new Error(updateMoment.userErrors[0].message);
}

interface OpenedCard {
  click: string;
  productExternalId: string;
  amount: string;
}

/** Scrolls through the feed and opens every card of a product that is there. */
async function openCards(viewer: GraphqlClient): Promise<OpenedCard[]> {
  interface Card {
    product: { id: string; externalId: string; inStock: boolean; price: { amount: string } };
  }
  interface Feed {
    feed: { edges: { playbackToken: string; node: { id: string; productCards: Card[] } }[] };
  }
  const { feed } = await viewer.send<Feed>(
    `{ feed(first: 50) { edges { playbackToken node { id productCards {
       product { id externalId inStock price { amount } } } } } } }`,
  );
  const opened: OpenedCard[] = [];
  for (const { playbackToken, node } of feed.edges) {
    for (const { product } of node.productCards.filter((card) => card.product.inStock)) {
      const input = { momentId: node.id, productId: product.id, playbackToken, idempotencyKey: randomUUID() };
      const { openProductCard } = await viewer.send<{ openProductCard: { clickId: string } }>(
        'mutation ($input: OpenProductCardInput!) { openProductCard(input: $input) { clickId } }',
        { input },
      );
      const { externalId: productExternalId, price } = product;
      opened.push({ click: openProductCard.clickId, productExternalId, amount: price.amount });
    }
  }
  return opened;
}

/** Placed, paid and delivered; and sent back, as some things are. */
function lifeOfOrder({ click, productExternalId, amount }: OpenedCard, sentBack: boolean): OrderEvent[] {
  const line = { orderId: `order-${randomUUID()}`, lineId: '1', quantity: 1, occurredAt: new Date().toISOString() };
  const unitPrice = { amount, currency: 'RUB' };
  const happened = (type: string, more: object = {}) => ({ eventId: randomUUID(), ...line, type, ...more });
  return [
    happened('placed', { productExternalId, unitPrice, buyer: { click } }),
    happened('paid'),
    happened('delivered'),
    ...(sentBack ? [happened('returned')] : []),
  ];
}
