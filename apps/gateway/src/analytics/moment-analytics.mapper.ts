import type { CardPeriod } from '@moments/attribution';
import type { Currency } from '@moments/kernel';
import type { MomentDayEarnings } from '@moments/payouts';
import { type MomentViewDay, summariseDays } from '@moments/views';
import { toMoneyType } from '../graphql/money.mapper.js';
import { MomentAnalyticsType, type MomentDayType } from './moment-analytics.types.js';

/** Everything that is known of a moment's days; `durationMs` is missing for photos. */
export interface MomentPeriod {
  views: readonly MomentViewDay[];
  cards: CardPeriod;
  earnings: readonly MomentDayEarnings[];
  currency: Currency;
}

export function toMomentAnalytics(period: MomentPeriod, durationMs?: number): MomentAnalyticsType {
  const { views, cards, earnings, currency } = period;
  const summary = summariseDays(views);
  const sum = (value: (day: CardPeriod['days'][number]) => number): number =>
    cards.days.reduce((total, day) => total + value(day), 0);
  return Object.assign(new MomentAnalyticsType(), {
    views: summary.views,
    qualifiedViews: summary.qualified,
    notQualified: summary.notQualified,
    watchTimeMs: String(summary.watchMs),
    averageWatchMs: summary.averageWatchMs,
    completionRate: summary.completionRate,
    retention:
      durationMs === undefined
        ? []
        : summary.retention.map(({ part, share }) => ({ atMs: Math.floor(part * durationMs), share })),
    cardOpens: sum(({ opens }) => opens),
    purchases: sum(({ purchases }) => purchases),
    conversion: cards.conversion,
    earned: toMoneyType({ minor: earnings.reduce((total, { amount }) => total + amount.minor, 0n), currency }),
    byDay: toDays(period),
  });
}

function toDays({ views, cards, earnings, currency }: MomentPeriod): MomentDayType[] {
  const viewsOf = new Map(views.map((day) => [day.day, day]));
  const cardsOf = new Map(cards.days.map((day) => [day.day, day]));
  const earnedOf = new Map(earnings.map(({ day, amount }) => [day, amount]));
  return [...new Set([...viewsOf.keys(), ...cardsOf.keys(), ...earnedOf.keys()])].toSorted().map((day) => ({
    day,
    views: viewsOf.get(day)?.views ?? 0,
    qualifiedViews: viewsOf.get(day)?.qualified ?? 0,
    cardOpens: cardsOf.get(day)?.opens ?? 0,
    purchases: cardsOf.get(day)?.purchases ?? 0,
    earned: toMoneyType(earnedOf.get(day) ?? { minor: 0n, currency }),
  }));
}
