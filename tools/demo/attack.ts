import { after, minutes } from '@moments/kernel';
import type { GraphqlClient } from '../client/graphql-client.js';
import type { Chapter } from './chapter.js';
import type { Random } from './random.js';
import { report, serve } from './sittings.js';
import type { DemoWorld } from './world.js';

const days = [9, 10, 11];
const phones = 24;
const rounds = 5;

/**
 * Somebody lets a shelf of phones watch one creator: one network, new devices that open the feed again and again for nothing
 * else, each view as long as it has to be. What they bring is not paid for, and `cli views explain` tells why.
 */
export class Attack implements Chapter {
  readonly name = 'attack';

  constructor(
    private readonly random: Random,
    private readonly target: string,
  ) {}

  async on(day: number, world: DemoWorld): Promise<void> {
    if (!days.includes(day)) return;
    const shelf = Array.from({ length: phones }, (_, phone) =>
      world.visitor({ device: this.random.uuid(), address: `203.0.113.${phone + 1}` }),
    );
    for (let round = 0; round < rounds; round += 1) await this.watch(world, shelf);
  }

  private async watch(world: DemoWorld, shelf: readonly GraphqlClient[]): Promise<void> {
    const began = world.clock.now();
    const served = await Promise.all(shelf.map((phone) => serve(phone, 15)));
    await world.clock.moveTo(after(began, minutes(3)));
    for (const [place, phone] of shelf.entries()) {
      const theirs = (served[place] ?? []).filter(({ node }) => node.author.handle === this.target);
      const watched = theirs.map((item, at) => ({
        ...item,
        watchedMs: 5_100 + this.random.int(0, 150),
        occurredAt: after(began, (at + 1) * 5_400 + place * 20),
      }));
      await report(phone, watched);
    }
  }
}
