import type { AccountId } from '@moments/kernel';
import type { Candidate } from './interleave.js';

/** How many items may wait for another author to come between them. */
export const lookahead = 10;

/** Where a session stands in its list: everything before `next` was looked at. All are positions in the list. */
export interface FeedPosition {
  readonly next: number;
  /** What was served last, so that the same author does not follow at once. */
  readonly last?: number;
  /** Passed over because their author had just been served; in order, at most {@link lookahead}. */
  readonly waiting: readonly number[];
}

export const feedStart: FeedPosition = { next: 0, waiting: [] };

/** A piece of the list that begins at the position's `next`. */
export interface Stretch {
  readonly candidates: readonly Candidate[];
  /** Nothing comes after it. */
  readonly ends: boolean;
}

/** One served item and where the session stands after it. */
export interface Served {
  readonly candidate: Candidate;
  readonly after: FeedPosition;
}

export interface TakePage {
  from: FeedPosition;
  stretch: Stretch;
  count: number;
  candidateAt: (position: number) => Candidate;
  mayShow: (candidate: Candidate) => boolean;
}

/**
 * Serves up to `count` items in the list's order, except that an item whose author was served just before waits for
 * somebody else's, when one is at most {@link lookahead} items away. Fewer than `count` come when the stretch is used up: then
 * `position` says where to go on with the next one. Positions only ever move on, so nothing is served twice or lost.
 */
export function takePage({ from, stretch, count, candidateAt, mayShow }: TakePage): {
  served: Served[];
  position: FeedPosition;
} {
  const end = from.next + stretch.candidates.length;
  const waiting = from.waiting.filter((position) => mayShow(candidateAt(position)));
  const served: Served[] = [];
  let { next, last } = from;
  let lastAuthor: AccountId | undefined = last === undefined ? undefined : candidateAt(last).authorId;

  while (served.length < count) {
    const taken = take();
    if (taken === undefined) break;
    last = taken;
    const candidate = candidateAt(taken);
    lastAuthor = candidate.authorId;
    served.push({ candidate, after: { next, last, waiting: [...waiting] } });
  }
  return { served, position: { next, last, waiting } };

  function take(): number | undefined {
    const ready = waiting.findIndex((position) => candidateAt(position).authorId !== lastAuthor);
    if (ready >= 0) return waiting.splice(ready, 1)[0];
    while (next < end && waiting.length < lookahead) {
      const position = next;
      next += 1;
      const candidate = candidateAt(position);
      if (!mayShow(candidate)) continue;
      if (candidate.authorId !== lastAuthor) return position;
      waiting.push(position);
    }
    // Nobody else is near: the same author again, or, in the middle of the list, a look at what comes next.
    return waiting.length === lookahead || stretch.ends ? waiting.shift() : undefined;
  }
}
