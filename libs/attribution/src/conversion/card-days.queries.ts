import { Injectable } from '@nestjs/common';
import { addDays, type BusinessDay, businessTimeZone, type MomentId, startOfBusinessDay } from '@moments/kernel';
import { Database, Settings, statement } from '@moments/platform';
import { conversionPriors } from './conversion.settings.js';
import { blendedPrior, conversion, type Counted, priorOf, type Priors } from './domain/conversion.js';

/** What became of a moment's cards on a business day. */
interface CardDay {
  readonly day: BusinessDay;
  /** How often cards were opened, by the same people again, too; not by the moment's creator. */
  readonly opens: number;
  /** Order lines of that day of which something is owed to the moment: bought after a card, and not sent back whole. */
  readonly purchases: number;
}

/** The same over several days. */
export interface CardPeriod extends Counted {
  /** 0..1, smoothed: of those who opened a card in these days, how many bought for it. See `conversion`. */
  readonly conversion: number;
  /** In their order; days on which nothing happened are left out. */
  readonly days: readonly CardDay[];
}

const local = (instant: string): string => `(${instant} at time zone '${businessTimeZone}')::date`;

const byDay = statement(
  'attribution.cards-by-day',
  `select moment_id as "momentId", day::text as day, sum(opens)::int as opens, sum(purchases)::int as purchases
     from (select moment_id, ${local('clicked_at')} as day, count(*) as opens, 0 as purchases
             from clicks
            where moment_id = any($1) and clicked_at >= $2 and clicked_at < $3 and opener_id <> creator_id group by 1, 2
           union all
           select moment_id, ${local('purchased_at')}, 0, count(*)
             from attributions
            where moment_id = any($1) and purchased_at >= $2 and purchased_at < $3 and state <> 'SUPERSEDED' and owed > 0
            group by 1, 2) as happened
    group by moment_id, day order by moment_id, day`,
);
// Whoever opens two cards of a moment is one opener of it, and one of each card.
const people = statement(
  'attribution.card-people-of-days',
  `with opened as (
     select distinct moment_id, product_id, opener_id from clicks
      where moment_id = any($1) and clicked_at >= $2 and clicked_at < $3 and opener_id <> creator_id
   )
   select moment_id as "momentId", null as category, count(distinct opener_id)::int as openers,
          count(distinct opener_id) filter (where exists (
            select from attributions as bought
             where bought.moment_id = opened.moment_id and bought.opener_id = opened.opener_id and bought.owed > 0
               and bought.state <> 'SUPERSEDED' and bought.clicked_at >= $2 and bought.clicked_at < $3))::int as buyers
     from opened group by moment_id
   union all
   select moment_id, products.category, count(*)::int, 0
     from opened join products on products.id = product_id group by moment_id, products.category`,
);

interface PeopleRow extends Counted {
  momentId: MomentId;
  /** Null in the row of all cards of a moment together. */
  category: string[] | null;
}

interface Found {
  days: CardDay[];
  people: PeopleRow[];
}

/** What became of opened cards day by day. */
@Injectable()
export class CardDaysQueries {
  constructor(
    private readonly database: Database,
    private readonly settings: Settings,
  ) {}

  /** Of each moment over business days, both included; two statements. */
  async ofMoments(
    ids: readonly MomentId[],
    { from, to }: { from: BusinessDay; to: BusinessDay },
  ): Promise<Map<MomentId, CardPeriod>> {
    const parameters = [ids, startOfBusinessDay(from), startOfBusinessDay(addDays(to, 1))];
    const [priors, days, counted] = await Promise.all([
      this.settings.get(conversionPriors),
      this.database.read<CardDay & { momentId: MomentId }>(byDay, parameters),
      this.database.read<PeopleRow>(people, parameters),
    ]);
    const found = new Map<MomentId, Found>(ids.map((id) => [id, { days: [], people: [] }]));
    for (const day of days) found.get(day.momentId)?.days.push(day);
    for (const row of counted) found.get(row.momentId)?.people.push(row);
    return new Map([...found].map(([id, ofEach]) => [id, toPeriod(ofEach, priors)]));
  }
}

function toPeriod({ days, people: counted }: Found, priors: Priors): CardPeriod {
  const { openers = 0, buyers = 0 } = counted.find(({ category }) => category === null) ?? {};
  const cards = counted.flatMap(({ category, openers: ofCard }) =>
    category === null ? [] : [{ openers: ofCard, prior: priorOf(category, priors) }],
  );
  return {
    openers,
    buyers,
    conversion: conversion({ openers, buyers }, blendedPrior(cards, priors)),
    days: days.map(({ day, opens, purchases }) => ({ day, opens, purchases })),
  };
}
