import { businessDayOf, type BusinessDay } from '@moments/kernel';
import {
  type CountedView,
  isView,
  isWatchedToTheEnd,
  qualify,
  type QualifyingRules,
  type ViewOutcome,
  viewOutcomes,
} from '../domain/qualify.js';

/** A view with whose and where it was. */
export interface ModelView extends CountedView {
  momentId: string;
  viewerKey: string;
  feedSessionId: string;
}

/** What a moment was watched on a day. */
export interface ModelDay {
  momentId: string;
  day: BusinessDay;
  views: number;
  outcomes: Record<ViewOutcome, number>;
  completed: number;
  watchMs: bigint;
  viewers: number;
  timed: number;
  retention: number[];
}

interface Decided extends ModelView {
  outcome: ViewOutcome;
}

/** Counts views in the plain way: each viewer's views of a moment are decided in their order, then everything is grouped. */
export function countByModel(views: readonly ModelView[], rules: QualifyingRules): ModelDay[] {
  const decided = groups(views, ({ momentId, viewerKey }) => `${momentId} ${viewerKey}`).flatMap((own): Decided[] => {
    const outcomes = qualify(own, rules);
    return own.map((view, index) => ({ ...view, outcome: outcomes[index] ?? 'REPEATED' }));
  });
  return groups(decided, ({ momentId, servedAt }) => `${momentId} ${businessDayOf(servedAt)}`)
    .map((ofDay) => dayOf(ofDay, rules))
    .filter(({ views: count, watchMs }) => count > 0 || watchMs > 0n);
}

function dayOf(ofDay: readonly Decided[], rules: QualifyingRules): ModelDay {
  const [first] = ofDay as [Decided];
  const watched = groups(ofDay, ({ viewerKey, feedSessionId }) => `${viewerKey} ${feedSessionId}`).filter((events) =>
    events.some((event) => isView(event, rules)),
  );
  const furthest = watched.map((events) => Math.max(...events.map(({ outcome }) => viewOutcomes.indexOf(outcome))));
  const reached = groups(watched.flat(), ({ viewerKey }) => viewerKey).flatMap((events) => {
    const durationMs = events.find((event) => event.durationMs !== undefined)?.durationMs;
    if (!durationMs) return [];
    const longest = Math.max(...events.map(({ watchedMs }) => watchedMs));
    return [Math.floor((20 * Math.min(longest, durationMs)) / durationMs)];
  });
  return {
    momentId: first.momentId,
    day: businessDayOf(first.servedAt),
    views: watched.length,
    outcomes: Object.fromEntries(
      viewOutcomes.map((outcome, index) => [outcome, furthest.filter((number) => number === index).length]),
    ) as Record<ViewOutcome, number>,
    completed: ofDay.filter((event) => event.outcome === 'QUALIFIED' && isWatchedToTheEnd(event)).length,
    watchMs: ofDay.reduce((sum, { watchedMs }) => sum + BigInt(watchedMs), 0n),
    viewers: new Set(watched.flat().map(({ viewerKey }) => viewerKey)).size,
    timed: reached.length,
    retention: Array.from({ length: 20 }, (_, index) => reached.filter((part) => part > index).length),
  };
}

function groups<Item>(items: readonly Item[], keyOf: (item: Item) => string): Item[][] {
  const found = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    found.set(key, [...(found.get(key) ?? []), item]);
  }
  return [...found.values()];
}
