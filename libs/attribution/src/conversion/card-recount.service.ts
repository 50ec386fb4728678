import { Injectable } from '@nestjs/common';
import type { MomentId, ProductId } from '@moments/kernel';
import { Database, execute, statement } from '@moments/platform';

/** Counters of opened cards that do not tell what their rows tell. */
export interface CardDrift {
  cards: { momentId: MomentId; productId: ProductId }[];
  moments: MomentId[];
}

// One statement sees one moment in time, so rows and counters that change together agree.
const driftedCards = statement(
  'attribution.drifted-cards',
  `with opened as (
     select moment_id, product_id, count(*) as opens from clicks where opener_id <> creator_id group by 1, 2),
   people as (
     select moment_id, product_id, count(*) as openers, count(*) filter (where bought) as buyers
       from card_openers group by 1, 2)
   select moment_id as "momentId", product_id as "productId"
     from card_counters as counters full join opened using (moment_id, product_id)
       full join people using (moment_id, product_id)
    where (coalesce(counters.opens, 0), coalesce(counters.openers, 0), coalesce(counters.buyers, 0))
       <> (coalesce(opened.opens, 0), coalesce(people.openers, 0), coalesce(people.buyers, 0))
    order by 1, 2`,
);
const driftedMoments = statement(
  'attribution.drifted-moments',
  `with people as (
     select moment_id, count(*) as openers, count(*) filter (where bought) as buyers from moment_openers group by 1)
   select moment_id as id from moment_opener_counters as counters full join people using (moment_id)
    where (coalesce(counters.openers, 0), coalesce(counters.buyers, 0))
       <> (coalesce(people.openers, 0), coalesce(people.buyers, 0))
    order by 1`,
);

const openCard = 'insert into card_counters (moment_id, product_id) values ($1, $2) on conflict do nothing';
const lockCard = 'select from card_counters where moment_id = $1 and product_id = $2 for update';
const countCard = `
  update card_counters
     set opens = (select count(*) from clicks where moment_id = $1 and product_id = $2 and opener_id <> creator_id),
         (openers, buyers) = (
           select count(*), count(*) filter (where bought) from card_openers where moment_id = $1 and product_id = $2)
   where moment_id = $1 and product_id = $2`;

const openMoment = 'insert into moment_opener_counters (moment_id) values ($1) on conflict do nothing';
const lockMoment = 'select from moment_opener_counters where moment_id = $1 for update';
const countMoment = `
  update moment_opener_counters
     set (openers, buyers) = (
           select count(*), count(*) filter (where bought) from moment_openers where moment_id = $1)
   where moment_id = $1`;

/** Proves that the counters of opened cards equal their rows, and mends those that do not. For operators: it reads every row. */
@Injectable()
export class CardRecountService {
  constructor(private readonly database: Database) {}

  /** What is off; nothing unless somebody has written past this lib. */
  async drift(): Promise<CardDrift> {
    const [cards, moments] = await Promise.all([
      this.database.readAtLength<CardDrift['cards'][number]>(driftedCards),
      this.database.readAtLength<{ id: MomentId }>(driftedMoments),
    ]);
    return { cards, moments: moments.map(({ id }) => id) };
  }

  /** Counts anew what is off and gives what it was. Runs beside living traffic. */
  async mend(): Promise<CardDrift> {
    const drift = await this.drift();
    for (const { momentId, productId } of drift.cards) {
      await this.recount([momentId, productId], [openCard, lockCard, countCard]);
    }
    for (const id of drift.moments) await this.recount([id], [openMoment, lockMoment, countMoment]);
    return drift;
  }

  /** The row is held before counting: whoever has written a click but not yet its counter adds to it after us. */
  private recount(ids: readonly string[], statements: readonly string[]): Promise<void> {
    return this.database.transaction(async (tx) => {
      for (const sql of statements) await execute(tx, sql, ids);
    });
  }
}
