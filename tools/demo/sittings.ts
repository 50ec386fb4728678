import { after, minutes } from '@moments/kernel';
import pLimit from 'p-limit';
import type { GraphqlClient } from '../client/graphql-client.js';
import type { OrderEvent } from './marketplace.js';
import type { Random } from './random.js';
import type { Shop } from './shop.js';
import { respond } from './social.js';
import { honestWatchMs, type Viewer } from './viewers.js';
import { report, serve, type Served, type Watched } from './watching.js';
import type { DemoWorld } from './world.js';

/** How long a sitting takes, from the opening of the app to its last report. */
export const sittingMs = minutes(20);

const atOnce = 6;
const opensCard = 0.12;

/** Takes people through a sitting of the day: all are served, time passes, and their apps report what they watched. */
export class Sittings {
  readonly counts = { views: 0, sittings: 0 };
  private readonly limit = pLimit(atOnce);

  constructor(
    private readonly world: DemoWorld,
    private readonly shop: Shop,
    private readonly random: Random,
  ) {}

  /** All at the world's time; ends `sittingMs` later. */
  async sit(viewers: readonly Viewer[]): Promise<void> {
    const began = this.world.clock.now();
    const places = viewers.map((viewer) => this.random.pick(viewer.addresses));
    const app = (viewer: Viewer, place: number): Promise<GraphqlClient> => this.appOf(viewer, places[place] ?? '');
    const served = await this.each(viewers, async (viewer, place) => serve(await app(viewer, place), viewer.patience));
    const watched = viewers.map((viewer, place) => this.watch(viewer, served[place] ?? [], began));
    await this.world.clock.moveTo(after(began, sittingMs));
    const orders = await this.each(viewers, async (viewer, place) => {
      const client = await app(viewer, place);
      const seen = watched[place] ?? [];
      const taken = await report(client, seen);
      this.counts.views += taken;
      if (viewer.handle !== undefined) await respond(client, { viewer, seen, random: this.random });
      return this.openCards(client, seen);
    });
    await this.shop.tell(orders.flat());
    this.counts.sittings += viewers.length;
  }

  private each<Item, Result>(
    items: readonly Item[],
    work: (item: Item, place: number) => Promise<Result>,
  ): Promise<Result[]> {
    return Promise.all(items.map((item, place) => this.limit(work, item, place)));
  }

  private async appOf({ handle, device }: Viewer, address: string): Promise<GraphqlClient> {
    if (handle === undefined) return this.world.visitor({ device, address });
    return (await this.world.as(handle)).from({ device, address });
  }

  /** One moment after the other, as far as patience goes. */
  private watch({ skips, fondOf }: Viewer, served: readonly Served[], began: Date): Watched[] {
    const { random } = this;
    const watched: Watched[] = [];
    let atMs = began.getTime() + random.between(500, minutes(2));
    for (const item of served) {
      const { author, video } = item.node;
      const leaves = author.handle === fondOf ? skips / 4 : skips;
      const watchedMs = Math.round(honestWatchMs(random, { durationMs: video?.durationMs ?? null }, leaves));
      atMs += watchedMs + random.between(300, 4_000);
      if (atMs > began.getTime() + sittingMs) break;
      watched.push({ ...item, watchedMs: Math.max(1, watchedMs), occurredAt: new Date(atMs) });
    }
    return watched;
  }

  private async openCards(client: GraphqlClient, seen: readonly Watched[]): Promise<OrderEvent[]> {
    const orders: OrderEvent[] = [];
    for (const { node, playbackToken, watchedMs } of seen) {
      if (watchedMs < 3_000) continue;
      for (const { product } of node.productCards) {
        if (!product.inStock || !this.random.chance(opensCard)) continue;
        orders.push(...(await this.shop.open(client, { momentId: node.id, playbackToken, product })));
      }
    }
    return orders;
  }
}
