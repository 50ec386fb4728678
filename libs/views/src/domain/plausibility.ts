import { hours } from '@moments/kernel';
import type { PlaybackClaims } from './playback-token.js';

export const viewRejections = ['INVALID_TOKEN', 'EXPIRED_TOKEN', 'IMPLAUSIBLE', 'TOO_OLD'] as const;

/** Why a reported view is not stored. */
export type ViewRejection = (typeof viewRejections)[number];

/** A view as an app tells it. */
export interface ToldView {
  watchedMs: number;
  positionMs?: number | null;
  /** How often it began again from the start. */
  loops: number;
  occurredAt: Date;
}

interface ViewLimits {
  maxAgeHours: number;
  clockToleranceMs: number;
  watchToleranceMs: number;
  aheadToleranceMs: number;
  maxStillMs: number;
}

/** What is known besides the app's word. `durationMs` is missing for photos. */
export interface ViewFacts {
  now: Date;
  durationMs?: number;
  limits: ViewLimits;
}

/**
 * Decides whether a view told under a good token is believed; `undefined` when it is. The token must have been good when
 * the view occurred, not when it is told: an app that was offline tells late. What the viewer watched besides is looked
 * at by `watchOn`.
 */
export function rejectionOf(view: ToldView, claims: PlaybackClaims, facts: ViewFacts): ViewRejection | undefined {
  const { now, limits } = facts;
  const occurredAt = view.occurredAt.getTime();
  if (occurredAt < now.getTime() - hours(limits.maxAgeHours)) return 'TOO_OLD';
  if (occurredAt >= claims.expiresAt.getTime()) return 'EXPIRED_TOKEN';
  const happened =
    occurredAt <= now.getTime() + limits.clockToleranceMs &&
    occurredAt >= claims.issuedAt.getTime() - limits.clockToleranceMs;
  return happened && isPlayable(view, facts) && hadTheTime(view, claims, facts) ? undefined : 'IMPLAUSIBLE';
}

/** Not longer than the moment plays, counted over all its loops. */
function isPlayable({ watchedMs, positionMs, loops }: ToldView, { durationMs, limits }: ViewFacts): boolean {
  if (watchedMs < 0 || loops < 0 || (positionMs ?? 0) < 0) return false;
  const longestMs = durationMs ?? limits.maxStillMs;
  if ((positionMs ?? 0) > longestMs + limits.watchToleranceMs) return false;
  return watchedMs <= longestMs * (loops + 1) + limits.watchToleranceMs;
}

/** Not longer than it is since it was served, by our own clocks at both ends: no device's clock has a say in it. */
const hadTheTime = ({ watchedMs }: ToldView, { issuedAt }: PlaybackClaims, { now, limits }: ViewFacts): boolean =>
  issuedAt.getTime() + watchedMs <= now.getTime() + limits.aheadToleranceMs;
