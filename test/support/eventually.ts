import { setTimeout as sleep } from 'node:timers/promises';

const pauseMs = 250;

/** What `look` finds, once it finds something; fails when that takes longer than it may. */
export async function eventually<Found>(look: () => Promise<Found | undefined>, withinMs = 60_000): Promise<Found> {
  for (const giveUpAt = Date.now() + withinMs; ;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > giveUpAt) throw new Error(`not so within ${withinMs} ms`);
    await sleep(pauseMs);
  }
}
