import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { after, days, minutes, newId } from '@moments/kernel';
import { type PlanNode, planOf } from '@moments/testing/platform';
import { PurchasesWorld } from '../testing/purchases-world.js';
import { AttributionsQueries } from './attributions.queries.js';
import { ResettlingService } from './resettling.service.js';

let world: PurchasesWorld;
const [sold, limit] = [20_000, 10];

/** A moment with many purchases, one a minute back in time: confirmed but for the last, which is due. */
beforeAll(async () => {
  world = await PurchasesWorld.open();
  await world.refresh();
  const { pool } = world.lib.database;
  await pool.query(
    `insert into purchase_lines (id, order_id, line_id, created_at)
     select gen_random_uuid(), 'many', number::text, $2 from generate_series(1, $1::int) as number`,
    [sold, world.placedAt],
  );
  await pool.query(
    `insert into attributions (id, line_id, click_id, opener_id, moment_id, creator_id, clicked_at, product_id, seller_id,
       purchased_at, bought, kept, currency, unit_price_minor, state, confirms_at, trail, created_at, updated_at)
     select gen_random_uuid(), id, gen_random_uuid(), gen_random_uuid(), $1, $2, $3, $4, $5,
       $3::timestamptz - line_id::int * interval '1 minute', 1, 1, 'RUB', 100,
       case when line_id = '1' then 'PENDING' else 'CONFIRMED' end, $3, '[]', $3, $3
      from purchase_lines where order_id = 'many'`,
    [world.momentId, world.creatorId, world.placedAt, world.productId, world.sellerId],
  );
  await pool.query('analyze purchase_lines, attributions');
});
afterAll(() => world.lib.close());

const readOf = (plan: readonly PlanNode[], table: string): number =>
  plan.reduce((sum, node) => (node.table === table ? sum + node.rowsRead : sum), 0);

describe('among many purchases', () => {
  it('a page of a moment’s reads what it shows, also deep in the list', async () => {
    const queries = world.lib.app.get(AttributionsQueries);
    const deep = { at: after(world.placedAt, -minutes(sold - 100)), id: newId<'attribution'>() };
    for (const position of [undefined, deep]) {
      const plan = await planOf(world.lib.database, () =>
        queries.ofMoments([world.momentId], { limit, after: position }),
      );
      expect(readOf(plan, 'attributions')).toBe(limit + 1);
    }
  });

  it('those that are due, or that wait, are found without a look at the others', async () => {
    const resettling = world.lib.app.get(ResettlingService);
    world.lib.clock.advance(days(1));
    for (const look of [() => resettling.lookAgain(limit), () => resettling.confirm(limit)]) {
      const plan = await planOf(world.lib.database, look);
      expect(readOf(plan, 'attributions') + readOf(plan, 'purchase_lines')).toBeLessThanOrEqual(2);
    }
  });
});
