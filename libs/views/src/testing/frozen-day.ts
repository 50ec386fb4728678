import type { BusinessDay } from '@moments/kernel';
import type { Database } from '@moments/platform';
import { longTransaction } from '../days/long-transaction.js';
import { countDay, freezeDay, lockDays } from '../days/view-days.store.js';
import { dayCounting } from '../days/view-days.settings.js';
import type { QualifyingRules } from '../domain/qualify.js';

class Undone extends Error {}

/**
 * Counts and freezes a day as its close does after judging it; `undo` takes everything back at the end, so that the same
 * day can be counted and frozen again.
 */
export async function freezeAsItStands(
  database: Database,
  day: BusinessDay,
  { rules, undo }: { rules: QualifyingRules; undo: boolean },
): Promise<void> {
  const freezing = longTransaction(database, dayCounting.fallback.memoryMb, async (run) => {
    await lockDays(run);
    await countDay(run, day, rules);
    await freezeDay(run, { day, closedAt: new Date(), rules });
    if (undo) throw new Undone();
  });
  await freezing.catch((error: unknown) => {
    if (!(error instanceof Undone)) throw error;
  });
}
