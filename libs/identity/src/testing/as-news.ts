import { jest } from '@jest/globals';
import { until } from '../../../../test/support/eventually.js';

/** Waits for what another process tells. What a process remembers does not grow old meanwhile: it was told, not read anew. */
export async function asNews(isKnown: () => Promise<boolean>): Promise<void> {
  const clock = jest.spyOn(performance, 'now').mockReturnValue(performance.now());
  try {
    await until(isKnown);
  } finally {
    clock.mockRestore();
  }
}
