import { days, hours } from '@moments/kernel';
import { randomUUID } from 'node:crypto';
import type { GraphqlClient } from '../client/graphql-client.js';
import { mutate } from '../client/mutate.js';
import { catalogue, sellers, shown } from './catalogue.js';
import type { Chapter } from './chapter.js';
import type { Marketplace, OrderEvent } from './marketplace.js';
import type { Random } from './random.js';
import type { DemoWorld } from './world.js';

/** A product card as it came with a moment of somebody's feed. */
export interface SeenCard {
  momentId: string;
  playbackToken: string;
  product: { id: string; externalId: string; price: { amount: string } };
}

/** Of those who open a card, who buys; and of those who bought, who sends it back. */
const buys = 0.3;
const sendsBack = 0.15;

/** The sellers' side: goods, the cards on moments, and what becomes of what is bought. */
export class Shop implements Chapter {
  readonly name = 'shop';
  private readonly waiting: { event: OrderEvent; at: Date }[] = [];
  readonly counts = { opened: 0, bought: 0, returned: 0 };

  constructor(
    private readonly marketplace: Marketplace,
    private readonly random: Random,
  ) {}

  /** Brings in the sellers and all that they have. */
  async stock(): Promise<void> {
    await this.marketplace.send('sellers', sellers);
    await this.marketplace.send('products', catalogue);
    console.log(`  ${catalogue.length} products of ${sellers.length} sellers are in the catalogue`);
  }

  /** Authors put products onto their moments. */
  async show(world: DemoWorld): Promise<void> {
    for (const { caption, product } of shown) {
      const moment = world.moments.find((made) => made.caption.startsWith(caption));
      if (!moment) throw new Error(`no moment is called "${caption} …"`);
      const author = await world.as(moment.author);
      const productTags = [{ productId: await idOf(author, product.title), x: 0.5, y: 0.8 }];
      await mutate(author, updateDocument, { input: { momentId: moment.id, productTags } });
    }
  }

  /** Somebody opens a card; some buy what is on it. Gives what the marketplace is to be told at once. */
  async open(viewer: GraphqlClient, { momentId, playbackToken, product }: SeenCard): Promise<OrderEvent[]> {
    const input = { momentId, productId: product.id, playbackToken, idempotencyKey: randomUUID() };
    const { clickId } = await mutate<{ clickId: string }>(viewer, openDocument, { input });
    this.counts.opened += 1;
    if (!this.random.chance(buys)) return [];
    this.counts.bought += 1;
    return this.order(product, clickId);
  }

  /** What the marketplace tells of one day: what was delivered, and what came back. */
  async on(_day: number, { clock }: DemoWorld): Promise<void> {
    const now = clock.now();
    const due = this.waiting.filter(({ at }) => at <= now);
    this.waiting.splice(0, this.waiting.length, ...this.waiting.filter(({ at }) => at > now));
    await this.tell(due.map(({ event }) => event));
  }

  async tell(events: readonly OrderEvent[]): Promise<void> {
    if (events.length > 0) await this.marketplace.tell(events);
  }

  private order({ externalId, price }: SeenCard['product'], click: string): OrderEvent[] {
    const line = { orderId: `order-${randomUUID()}`, lineId: '1', quantity: 1 };
    const boughtAt = new Date();
    const happened = (type: string, at: Date, more: object = {}): OrderEvent => ({
      ...{ eventId: randomUUID(), ...line, type, occurredAt: at.toISOString(), ...more },
    });
    const later = (type: string, afterMs: number): void => {
      const at = new Date(boughtAt.getTime() + afterMs);
      this.waiting.push({ event: happened(type, at), at });
    };
    const deliveredMs = days(this.random.int(1, 3)) + hours(this.random.between(0, 4));
    later('delivered', deliveredMs);
    if (this.random.chance(sendsBack)) {
      later('returned', deliveredMs + days(this.random.int(1, 5)));
      this.counts.returned += 1;
    }
    const unitPrice = { amount: price.amount, currency: 'RUB' };
    return [
      happened('placed', boughtAt, { productExternalId: externalId, unitPrice, buyer: { click } }),
      happened('paid', boughtAt),
    ];
  }
}

const updateDocument =
  'mutation ($input: UpdateMomentInput!) { updateMoment(input: $input) { userErrors { code message } } }';
const openDocument =
  'mutation ($input: OpenProductCardInput!) { openProductCard(input: $input) { clickId userErrors { code message } } }';
const searchDocument = 'query ($title: String!) { searchProducts(query: $title, first: 1) { edges { node { id } } } }';

async function idOf(client: GraphqlClient, title: string): Promise<string> {
  interface Found {
    searchProducts: { edges: { node: { id: string } }[] };
  }
  const { searchProducts } = await client.send<Found>(searchDocument, { title });
  const [first] = searchProducts.edges;
  if (!first) throw new Error(`the catalogue has no "${title}"`);
  return first.node.id;
}
