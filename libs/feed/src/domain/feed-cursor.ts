import { encodeCursor, type FeedSessionId } from '@moments/kernel';
import { type FeedPosition, lookahead } from './take-page.js';

/** Where a session of FOR_YOU stands. */
export interface ForYouCursor {
  surface: 'FOR_YOU';
  sessionId: FeedSessionId;
  position: FeedPosition;
}

/** Publication time, to the microsecond as the database keeps it (as text: a big integer), and id. */
export interface PublicationPosition {
  atMicros: string;
  id: string;
}

/** Where a session of FOLLOWING stands. */
export interface FollowingCursor {
  surface: 'FOLLOWING';
  sessionId: FeedSessionId;
  position: PublicationPosition;
  /** How many items the session has served so far. */
  served: number;
}

export type FeedCursor = ForYouCursor | FollowingCursor;

const uuidForm = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;
const forYouMark = 'y';
const followingMark = 'f';
// Far beyond any list, and within what the arithmetic of positions takes.
const maxPosition = 1_000_000_000;

/** Opaque to clients. */
export function writeFeedCursor(cursor: FeedCursor): string {
  switch (cursor.surface) {
    case 'FOR_YOU': {
      const { next, last, waiting } = cursor.position;
      return encodeCursor([forYouMark, cursor.sessionId, next, last ?? null, ...waiting]);
    }
    case 'FOLLOWING':
      return encodeCursor([
        followingMark,
        cursor.sessionId,
        cursor.position.atMicros,
        cursor.position.id,
        cursor.served,
      ]);
  }
}

/** Reads what {@link writeFeedCursor} wrote; `undefined` for anything else, whatever it is made of. */
export function readFeedCursor(content: unknown): FeedCursor | undefined {
  if (!Array.isArray(content)) return undefined;
  const [mark, sessionId, ...position] = content as unknown[];
  if (!isUuid(sessionId)) return undefined;
  if (mark === forYouMark) return readForYou(sessionId as FeedSessionId, position);
  if (mark === followingMark) return readFollowing(sessionId as FeedSessionId, position);
  return undefined;
}

function readForYou(sessionId: FeedSessionId, content: readonly unknown[]): ForYouCursor | undefined {
  const [next, last, ...waiting] = content;
  if (!isPosition(next) || waiting.length > lookahead || !waiting.every(isPosition)) return undefined;
  // Nothing was served on the way here: then nothing waits for another author either.
  if (last === null)
    return waiting.length === 0 ? { surface: 'FOR_YOU', sessionId, position: { next, waiting } } : undefined;
  if (!isPosition(last)) return undefined;
  // What waits was looked at, in order, and is not what was served.
  const ordered = waiting.every((position, index) => index === 0 || position > (waiting[index - 1] ?? 0));
  if (!ordered || last >= next || waiting.some((position) => position >= next || position === last)) return undefined;
  return { surface: 'FOR_YOU', sessionId, position: { next, last, waiting } };
}

function readFollowing(sessionId: FeedSessionId, content: readonly unknown[]): FollowingCursor | undefined {
  const [atMicros, id, served, ...rest] = content;
  if (
    rest.length > 0 ||
    !isPosition(served) ||
    !isUuid(id) ||
    typeof atMicros !== 'string' ||
    !/^\d{1,17}$/.test(atMicros)
  )
    return undefined;
  return { surface: 'FOLLOWING', sessionId, position: { atMicros, id }, served };
}

const isUuid = (value: unknown): value is string => typeof value === 'string' && uuidForm.test(value);

const isPosition = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= maxPosition;
