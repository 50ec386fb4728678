import { describe, expect, it } from '@jest/globals';
import { decodeCursor, encodeCursor, type FeedSessionId, newId } from '@moments/kernel';
import fc from 'fast-check';
import { type FeedCursor, readFeedCursor, writeFeedCursor } from './feed-cursor.js';

const sessionId = newId<'feedSession'>();

const forYou = fc
  .uniqueArray(fc.nat(10_000), { minLength: 1, maxLength: 11 })
  .chain((places) => fc.tuple(fc.constant(places), fc.nat(places.length - 1), fc.nat(100)))
  .map(([places, lastAt, ahead]): FeedCursor => {
    const waiting = places.filter((_, index) => index !== lastAt).sort((a, b) => a - b);
    const next = Math.max(...places) + 1 + ahead;
    return { surface: 'FOR_YOU', sessionId, position: { next, last: places[lastAt]!, waiting } };
  });

const nothingServedYet = fc
  .nat(10_000)
  .map((next): FeedCursor => ({ surface: 'FOR_YOU', sessionId, position: { next, waiting: [] } }));

const following = fc
  .tuple(fc.bigInt({ min: 0n, max: 10n ** 17n - 1n }), fc.uuid(), fc.nat(10_000))
  .map(([at, id, served]): FeedCursor => ({
    surface: 'FOLLOWING',
    sessionId,
    position: { atMicros: String(at), id },
    served,
  }));

describe('a cursor of the feed', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(fc.oneof(forYou, nothingServedYet, following), (cursor) => {
        expect(readFeedCursor(decodeCursor(writeFeedCursor(cursor)))).toEqual(cursor);
      }),
    );
  });

  it('is nothing else, whatever somebody makes up', () => {
    const read = (content: unknown) => readFeedCursor(decodeCursor(encodeCursor(content)));
    fc.assert(fc.property(fc.anything(), (content) => expect(readFeedCursor(content)).toBeUndefined()));
    expect(read(['y', sessionId, 3, 2])).toBeDefined();
    for (const broken of [
      ['y', sessionId, 3],
      ['y', sessionId, 3, 3],
      ['y', sessionId, 3, undefined, 1],
      ['y', sessionId, 3, null, 1],
      ['y', sessionId, null, null],
      ['y', sessionId, 3, 2, 2],
      ['y', sessionId, 3, 2, 1, 0],
      ['y', sessionId, 3, 2, 5],
      ['y', sessionId, 30, 29, ...Array.from({ length: 11 }, (_, index) => index)],
      ['y', sessionId, 1.5, 1],
      ['y', sessionId, 2e9, 1],
      ['y', sessionId, '3', 2],
      ['y', 'session' as FeedSessionId, 3, 2],
      ['f', sessionId, 'now', sessionId, 1],
      ['f', sessionId, '-1', sessionId, 1],
      ['f', sessionId, '1'.repeat(18), sessionId, 1],
      ['f', sessionId, '1', '1', 1],
      ['f', sessionId, '1', sessionId],
      ['f', sessionId, '1', sessionId, -1],
      ['f', sessionId, '1', sessionId, 1, 1],
      ['x', sessionId, 3, 2],
    ]) {
      expect(read(broken)).toBeUndefined();
    }
  });
});
