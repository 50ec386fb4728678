import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { Entry } from './entry.js';
import { storeWhateverFits } from './store-whatever-fits.js';

const failure = (code: string) => Object.assign(new pg.DatabaseError('refused', 0, 'error'), { code });
const entries = Array.from({ length: 9 }, (_, at): Entry<object> => ({
  line: at + 1,
  externalId: `${at}`,
  record: {},
}));

/** Storage that refuses batches with any of these lines. */
const storage = (bad: readonly number[], code: string) => {
  const stored: number[] = [];
  const store = (some: readonly Entry<object>[]) => {
    if (some.some(({ line }) => bad.includes(line))) return Promise.reject(failure(code));
    stored.push(...some.map(({ line }) => line));
    return Promise.resolve(some.map(() => 'upserted' as const));
  };
  return { stored, store };
};

describe('a batch', () => {
  it.each([[[]], [[1]], [[9]], [[3, 7]], [[1, 2, 3, 4, 5, 6, 7, 8, 9]]])(
    'goes in without lines %j that the database refuses, in the order that it came',
    async (bad) => {
      const { stored, store } = storage(bad, '22P05');
      const outcomes = await storeWhateverFits(entries, store);
      const fitting = entries.map(({ line }) => line).filter((line) => !bad.includes(line));
      expect(stored).toEqual(fitting);
      expect(outcomes).toEqual(
        entries.map(({ line }) => (bad.includes(line) ? { field: '', reason: 'cannot be stored' } : 'upserted')),
      );
    },
  );

  it('is not blamed for what is no fault of its own', async () => {
    const { stored, store } = storage([3], '57014');
    await expect(storeWhateverFits(entries, store)).rejects.toMatchObject({ code: '57014' });
    expect(stored).toEqual([]);
  });
});
