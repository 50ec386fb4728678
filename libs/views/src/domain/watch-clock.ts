/** What counts of a view for its viewer's clock; instants in ms. */
export interface WatchedTime {
  servedAtMs: number;
  watchedMs: number;
}

/**
 * A viewer's clock after one more view. It says until when they have been watching, were everything watched one after
 * the other and each as soon as it was served: that is the least time that all of it can have taken, so a clock beyond
 * now is more than one person can have watched.
 */
export const watchOn = (busyUntilMs: number, { servedAtMs, watchedMs }: WatchedTime): number =>
  Math.max(busyUntilMs, servedAtMs) + watchedMs;

/** The clock after all of these, in the order of their serving, which is the order that takes the least. */
export const watchAll = (busyUntilMs: number, views: readonly WatchedTime[]): number =>
  views.toSorted((a, b) => a.servedAtMs - b.servedAtMs).reduce(watchOn, busyUntilMs);

/** Of these views, those that there was time for until `latestMs`; in the order of their serving. */
export function thereWasTimeFor<View extends WatchedTime>(
  busyUntilMs: number,
  views: readonly View[],
  latestMs: number,
): { fitting: View[]; busyUntilMs: number } {
  const fitting: View[] = [];
  let busy = busyUntilMs;
  for (const view of views.toSorted((a, b) => a.servedAtMs - b.servedAtMs)) {
    const next = watchOn(busy, view);
    if (next > latestMs) continue;
    fitting.push(view);
    busy = next;
  }
  return { fitting, busyUntilMs: busy };
}
