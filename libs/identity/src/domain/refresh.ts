import { after } from '@moments/kernel';

/** A refresh token that was presented, and the session that it belongs to, as they stand under lock. */
export interface PresentedToken {
  readonly usedAt: Date | null;
  readonly sessionEndedAt: Date | null;
  readonly sessionExpiresAt: Date;
}

export type RefreshDecision = 'rotate' | 'repeat' | 'replayed' | 'ended' | 'expired';

/**
 * Decides what a refresh token brings:
 * - `rotate`: it was never used; it is used up now and a successor takes its place.
 * - `repeat`: two requests of one device were under way at the same time (`overlapped`: this one had already seen the
 *   token unused), or the answer was lost and is asked for again within `graceMs`; a successor that was used
 *   (`successorUsed`) has arrived, so nothing was lost. Both get the SAME successor, so a thief who slips in here holds no
 *   branch of his own: whoever uses the successor second is found out as a replay, once its own grace is over.
 * - `replayed`: a used token came back. Somebody has a copy; the session ends for everybody.
 */
export function decideRefresh(
  token: PresentedToken,
  request: {
    readonly overlapped: boolean;
    readonly successorUsed: boolean;
    readonly now: Date;
    readonly graceMs: number;
  },
): RefreshDecision {
  if (token.sessionEndedAt !== null) return 'ended';
  if (token.sessionExpiresAt <= request.now) return 'expired';
  if (token.usedAt === null) return 'rotate';
  const answerLost = !request.successorUsed && request.now < after(token.usedAt, request.graceMs);
  return request.overlapped || answerLost ? 'repeat' : 'replayed';
}
