import { after, minutes } from '@moments/kernel';
import type { GraphqlClient } from '../client/graphql-client.js';
import type { Chapter } from './chapter.js';
import type { Random } from './random.js';
import { report, serve } from './watching.js';
import type { DemoWorld } from './world.js';

const days = [9, 10];
const phones = 6;
const proxies = 24;

/**
 * Somebody lets a shelf of phones watch one creator: new devices, each through one bought proxy after the other, each view as
 * long as it has to be. What they bring is not paid for, and `cli views explain` tells why.
 */
export class Attack implements Chapter {
  readonly name = 'attack';

  constructor(
    private readonly random: Random,
    private readonly target: string,
  ) {}

  async on(day: number, world: DemoWorld): Promise<void> {
    if (!days.includes(day)) return;
    const shelf = Array.from({ length: phones }, () => this.random.uuid());
    for (let proxy = 0; proxy < proxies; proxy += 1) {
      const place = (device: string, phone: number) => ({ device, address: `45.90.${proxy}.${phone + 10}` });
      await this.watch(
        world,
        shelf.map((device, phone) => world.visitor(place(device, phone))),
      );
    }
  }

  /** Each phone opens the feed and watches the one moment that it was sent for. */
  private async watch(world: DemoWorld, shelf: readonly GraphqlClient[]): Promise<void> {
    const began = world.clock.now();
    const served = await Promise.all(shelf.map((phone) => serve(phone, 15)));
    await world.clock.moveTo(after(began, minutes(2)));
    for (const [place, phone] of shelf.entries()) {
      const theirs = (served[place] ?? []).filter(({ node }) => node.author.handle === this.target).slice(0, 1);
      const watchedMs = 5_100 + this.random.int(0, 150);
      await report(
        phone,
        theirs.map((item) => ({ ...item, watchedMs, occurredAt: after(began, 6_000) })),
      );
    }
  }
}
