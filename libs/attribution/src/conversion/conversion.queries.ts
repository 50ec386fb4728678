import { Injectable } from '@nestjs/common';
import type { MomentId, ProductId } from '@moments/kernel';
import { Database, Settings, statement } from '@moments/platform';
import { conversionPriors } from './conversion.settings.js';
import { blendedPrior, conversion, type Counted, priorOf, type Priors } from './domain/conversion.js';

/** How a card, or all cards of a moment, did. */
interface ConversionView extends Counted {
  /** 0..1, smoothed: see `conversion`. */
  readonly conversion: number;
}

interface CardConversionView extends ConversionView {
  readonly productId: ProductId;
  /** How often it was opened, by the same people again, too. */
  readonly opens: number;
}

export interface MomentConversionView extends ConversionView {
  /** Cards that have been opened, most opened first; also those that are not shown any more. */
  readonly cards: readonly CardConversionView[];
}

const ofCards = statement(
  'attribution.conversion-of-cards',
  `select counters.moment_id as "momentId", counters.product_id as "productId", opens::float8, openers::float8,
          buyers::float8, products.category
     from card_counters as counters join products on products.id = counters.product_id
    where counters.moment_id = any($1) order by openers desc, counters.product_id`,
);
const ofMoments = statement(
  'attribution.conversion-of-moments',
  `select moment_id as "momentId", openers::float8, buyers::float8 from moment_opener_counters where moment_id = any($1)`,
);

interface CardRow extends Counted {
  momentId: MomentId;
  productId: ProductId;
  opens: number;
  category: string[];
}

/** Reads what became of opened cards. */
@Injectable()
export class ConversionQueries {
  constructor(
    private readonly database: Database,
    private readonly settings: Settings,
  ) {}

  /** Of each asked moment and its cards; two statements. One who opens several cards of a moment is one opener of it. */
  async ofMoments(ids: readonly MomentId[]): Promise<Map<MomentId, MomentConversionView>> {
    const [priors, cards, moments] = await Promise.all([
      this.settings.get(conversionPriors),
      this.database.read<CardRow>(ofCards, [ids]),
      this.database.read<Counted & { momentId: MomentId }>(ofMoments, [ids]),
    ]);
    const counted = new Map(moments.map((row) => [row.momentId, row]));
    const ofEach = new Map<MomentId, CardRow[]>(ids.map((id) => [id, []]));
    for (const card of cards) ofEach.get(card.momentId)?.push(card);
    return new Map([...ofEach].map(([id, own]) => [id, toView(counted.get(id), own, priors)]));
  }
}

function toView(counted: Counted | undefined, cards: readonly CardRow[], priors: Priors): MomentConversionView {
  const { openers = 0, buyers = 0 } = counted ?? {};
  const believed = cards.map((card) => ({ ...card, prior: priorOf(card.category, priors) }));
  return {
    openers,
    buyers,
    conversion: conversion({ openers, buyers }, blendedPrior(believed, priors)),
    cards: believed.map(({ productId, opens, prior, ...card }) => ({
      ...{ productId, opens, openers: card.openers, buyers: card.buyers },
      conversion: conversion(card, prior),
    })),
  };
}
