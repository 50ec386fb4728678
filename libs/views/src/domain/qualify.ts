import { hours } from '@moments/kernel';

/**
 * What becomes of a view, by how far it came: each asks for more than the one before. Only a view that passes all of them
 * counts for money.
 */
export const viewOutcomes = ['OWN', 'PROMOTED', 'INVALID', 'TOO_SHORT', 'HELD', 'REPEATED', 'QUALIFIED'] as const;
export type ViewOutcome = (typeof viewOutcomes)[number];

/** Why a view does not count for money. */
export type NotQualified = Exclude<ViewOutcome, 'QUALIFIED'>;
export const notQualifiedReasons = viewOutcomes.filter((outcome) => outcome !== 'QUALIFIED');

/** How long a view has to be watched to qualify, and to be a view at all; to its end, when a video is shorter. */
export interface QualifyingRules {
  minWatchMs: number;
  /** The same of photos. */
  minStillMs: number;
  /** What is watched for less is no view. */
  seenAfterMs: number;
}

/**
 * A viewer counts once in this time. No setting: it is as long as a business day, so that nobody counts twice in one and
 * a day is counted from itself and the day before.
 */
export const onceWithinMs = hours(24);

/** A view as it is known when it is counted. */
export interface CountedView {
  viewerId?: string;
  creatorId: string;
  promoted: boolean;
  /** What the judge says of it; nothing: believed. */
  verdict?: 'invalid' | 'held';
  watchedMs: number;
  /** Missing for photos. */
  durationMs?: number;
  /** Out of the signed token: no app can choose it. */
  servedAt: Date;
}

/** For how long it must be watched. */
const neededMs = ({ durationMs }: CountedView, rules: QualifyingRules): number =>
  durationMs === undefined ? rules.minStillMs : Math.min(rules.minWatchMs, durationMs);

/** Watched for long enough to be a view, be it one that counts or not. */
export const isView = (view: CountedView, rules: QualifyingRules): boolean =>
  view.watchedMs >= Math.min(rules.seenAfterMs, neededMs(view, rules));

export const isWatchedToTheEnd = ({ watchedMs, durationMs }: CountedView): boolean =>
  durationMs !== undefined && watchedMs >= durationMs;

/** What stands in the way of a view by itself, whatever else its viewer has watched; `undefined` when nothing does. */
export function obstacleOf(view: CountedView, rules: QualifyingRules): NotQualified | undefined {
  if (view.viewerId === view.creatorId) return 'OWN';
  if (view.promoted) return 'PROMOTED';
  if (view.verdict === 'invalid') return 'INVALID';
  if (view.watchedMs < neededMs(view, rules)) return 'TOO_SHORT';
  if (view.verdict === 'held') return 'HELD';
  return undefined;
}

/**
 * Decides over all views of one moment by one viewer, of any days: the first without an obstacle qualifies, then the first
 * that was served 24 hours or more after the last one that did. Of those served at one time, one that was watched to the
 * end comes first. Gives an outcome for each view, in their order.
 */
export function qualify(views: readonly CountedView[], rules: QualifyingRules): ViewOutcome[] {
  const outcomes = new Map<CountedView, ViewOutcome>();
  let countsFromMs = Number.NEGATIVE_INFINITY;
  for (const view of views.toSorted(inOrder)) {
    const obstacle = obstacleOf(view, rules);
    const servedAtMs = view.servedAt.getTime();
    const outcome = obstacle ?? (servedAtMs >= countsFromMs ? 'QUALIFIED' : 'REPEATED');
    if (outcome === 'QUALIFIED') countsFromMs = servedAtMs + onceWithinMs;
    outcomes.set(view, outcome);
  }
  return views.map((view) => outcomes.get(view) ?? 'REPEATED');
}

const inOrder = (one: CountedView, other: CountedView): number =>
  one.servedAt.getTime() - other.servedAt.getTime() ||
  Number(isWatchedToTheEnd(other)) - Number(isWatchedToTheEnd(one));
