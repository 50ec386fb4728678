import { minutes } from '@moments/kernel';
import { Database, defineJob, execute, HandlesJob, type JobHandler, mayTake } from '@moments/platform';
import { z } from 'zod';

/** Counts in how many products each word is, and forgets words that no product has any more. */
const recountProductWords = defineJob({
  name: 'recount-product-words',
  lane: 'worker',
  // The calendar adds its own field to the payload.
  payload: z.looseObject({}),
  attempts: 3,
  timeoutMs: minutes(60),
  cron: '20 2 * * *',
});

// The parser of Postgres cuts some texts otherwise than we do (addresses, article numbers): what it has never counted, it
// cannot say is gone.
const recount = `
  with counted as (
    select word, ndoc as products from ts_stat($$
      select to_tsvector('simple', translate(concat_ws(' ', title, brand, array_to_string(category, ' ')), 'ёЁ-', 'еЕ '))
        from products where deleted_at is null $$)
  ), gone as (
    delete from product_words where products > 0 and not exists (select from counted where counted.word = product_words.word)
  )
  update product_words set products = counted.products
    from counted where counted.word = product_words.word and product_words.products <> counted.products`;

/** Reads the whole catalogue once, at night. */
@HandlesJob(recountProductWords)
export class RecountProductWordsHandler implements JobHandler<object> {
  constructor(private readonly database: Database) {}

  async handle(): Promise<void> {
    await this.database.transaction(async (tx) => {
      await execute(tx, mayTake(minutes(50)));
      await execute(tx, recount);
    });
  }
}
