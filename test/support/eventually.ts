import { setTimeout as sleep } from 'node:timers/promises';

// Much longer than anything takes: a machine that does much else at the same time is slow, not wrong.
const patienceMs = 120_000;
const firstPauseMs = 20;
const longestPauseMs = 500;

/**
 * What `look` finds, once it finds something; fails when that takes very long. It looks less and less often, so that whoever
 * asks a gateway does not use up what one account may ask for.
 */
export async function eventually<Found>(look: () => Promise<Found | undefined>): Promise<Found> {
  const giveUpAt = Date.now() + patienceMs;
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(longestPauseMs, 1.5 * pauseMs)) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > giveUpAt) throw new Error(`not so within ${patienceMs / 1_000} s`);
    await sleep(pauseMs);
  }
}

/** Waits for a condition that comes true by itself. */
export const until = async (condition: () => boolean | Promise<boolean>): Promise<void> => {
  await eventually(async () => ((await condition()) ? true : undefined));
};
