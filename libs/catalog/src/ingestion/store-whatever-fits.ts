import { databaseError } from '@moments/platform';
import type { Entry, Outcome } from './entry.js';

// Data exceptions, violated constraints, and programs' limits: of a record, not of the moment.
const ofTheData = /^(22|23|54)/;

/**
 * Stores entries together; when the database refuses what they hold, halves them until the one is found that it is
 * about. That one is refused, and the others go in. Any other failure is thrown.
 */
export async function storeWhateverFits<Record>(
  entries: readonly Entry<Record>[],
  store: (entries: readonly Entry<Record>[]) => Promise<readonly Outcome[]>,
): Promise<readonly Outcome[]> {
  try {
    return await store(entries);
  } catch (error) {
    if (!ofTheData.test(databaseError(error).code ?? '')) throw error;
    if (entries.length <= 1) return entries.map(() => ({ field: '', reason: 'cannot be stored' }));
    const middle = Math.ceil(entries.length / 2);
    return [
      ...(await storeWhateverFits(entries.slice(0, middle), store)),
      ...(await storeWhateverFits(entries.slice(middle), store)),
    ];
  }
}
