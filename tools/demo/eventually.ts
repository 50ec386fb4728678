import { setTimeout as sleep } from 'node:timers/promises';

// The product looks at what is due every minute of its clock.
const patienceMs = 150_000;
const pauseMs = 250;

/** Asks again until the answer is true; throws with the last answer when that takes too long. */
export async function eventually(wanted: string, look: () => Promise<true | string>): Promise<void> {
  const giveUpAt = performance.now() + patienceMs;
  for (;;) {
    const answer = await look();
    if (answer === true) return;
    if (performance.now() > giveUpAt) throw new Error(`waited for: ${wanted}; it ${answer}`);
    await sleep(pauseMs);
  }
}
