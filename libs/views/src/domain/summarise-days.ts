import type { MomentViewDay } from '../analytics/moment-view-day.js';
import type { NotQualified } from './qualify.js';

/** What a moment was watched over several days. */
export interface ViewSummary {
  views: number;
  qualified: number;
  /** Views that do not count for money, by why; all of them and the qualified ones are all views. */
  notQualified: { reason: NotQualified; count: number }[];
  watchMs: bigint;
  /** Per view; 0 without views. */
  averageWatchMs: number;
  /** Which part of the qualified views was watched to the end, 0..1. */
  completionRate: number;
  /**
   * Which part of the viewers of each day saw it up to 5 %, 10 %, … 100 % of its length, 0..1, never rising. Nothing for
   * photos, or before anybody has watched.
   */
  retention: { part: number; share: number }[];
}

const countOf = {
  OWN: 'own',
  PROMOTED: 'promoted',
  INVALID: 'invalid',
  TOO_SHORT: 'tooShort',
  HELD: 'held',
  REPEATED: 'repeated',
} as const satisfies Record<NotQualified, keyof MomentViewDay>;

/** Adds up days of one moment. */
export function summariseDays(days: readonly MomentViewDay[]): ViewSummary {
  const sum = (value: (day: MomentViewDay) => number): number => days.reduce((total, day) => total + value(day), 0);
  const views = sum((day) => day.views);
  const qualified = sum((day) => day.qualified);
  const timed = sum((day) => day.timed);
  const watchMs = days.reduce((total, day) => total + day.watchMs, 0n);
  const reasons = Object.entries(countOf) as [NotQualified, (typeof countOf)[NotQualified]][];
  const parts = timed > 0 ? (days[0]?.retention.length ?? 0) : 0;
  return {
    views,
    qualified,
    notQualified: reasons
      .map(([reason, name]) => ({ reason, count: sum((day) => day[name]) }))
      .filter(({ count }) => count > 0),
    watchMs,
    averageWatchMs: views > 0 ? Number(watchMs / BigInt(views)) : 0,
    completionRate: qualified > 0 ? sum((day) => day.completed) / qualified : 0,
    retention: Array.from({ length: parts }, (_, index) => ({
      part: (index + 1) / parts,
      share: sum((day) => day.retention[index] ?? 0) / timed,
    })),
  };
}
