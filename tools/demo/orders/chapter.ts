import type { Chapter } from '../chapter.js';
import type { DemoWorld } from '../world.js';
import { endedBadly } from './ended-badly.js';
import { endedWell } from './ended-well.js';
import { Order } from './order.js';
import { stands } from './outcomes.js';
import type { Deed } from './seller-deeds.js';
import type { OrderStory } from './story.js';
import { underWay } from './under-way.js';

const calendar: readonly OrderStory[] = [...endedWell, ...endedBadly, ...underWay];

/** Creator orders in each of their states, and in each of the states that a creator's part in one may have. */
export class OrdersChapter implements Chapter {
  readonly name = 'creator orders';
  private readonly orders = new Map<OrderStory, Order>();
  private lastDay = -1;

  async on(day: number, world: DemoWorld): Promise<void> {
    this.lastDay = day;
    await Promise.all(calendar.map((story) => this.live(story, story.days[day] ?? [], { day, world })));
  }

  /** Sees to it that every order is where its story ends. A demo without a past has those that need none. */
  async today(world: DemoWorld): Promise<void> {
    const day = this.lastDay + 1;
    if (day === 0) {
      const stories = underWay.filter(({ inOneSitting }) => inOneSitting);
      for (const story of stories) await this.live(story, Object.values(story.days).flat(), { day, world });
    }
    for (const story of this.orders.keys()) await this.live(story, [stands(story.ends)], { day, world });
    console.log(`  ${this.orders.size} creator orders, some of them still under way`);
  }

  private async live(
    story: OrderStory,
    deeds: readonly Deed[],
    { day, world }: { day: number; world: DemoWorld },
  ): Promise<void> {
    if (deeds.length === 0) return;
    const order = this.orders.get(story) ?? new Order(story.terms, world);
    this.orders.set(story, order);
    try {
      for (const deed of deeds) await deed(order, day);
    } catch (cause) {
      throw new Error(`order "${story.terms.title}", day ${day}: ${String(cause)}`, { cause });
    }
  }
}
