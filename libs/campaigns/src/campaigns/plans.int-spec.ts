import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AccountId, CampaignId } from '@moments/kernel';
import { anAccount } from '@moments/testing/identity';
import { planOf } from '@moments/testing/platform';
import { type Shop, WorkWorld } from '../testing/work-world.js';
import { OrdersQueries } from './orders.queries.js';

const copies = 5_000;
let world: WorkWorld;
let shop: Shop;
let viewer: AccountId;
let pattern: CampaignId;

// Many orders of as many sellers, and a viewer who has a part in hundreds of them.
beforeAll(async () => {
  world = await WorkWorld.open();
  shop = await world.aShop('1000000.00');
  viewer = await anAccount(world.lib);
  pattern = await world.anOrder(shop, { places: 5 });
  const connection = await world.lib.database.pool.connect();
  try {
    await connection.query(
      `create temp table made as select n, uuidv7() as id, uuidv7() as stranger from generate_series(1, ${copies}) n`,
    );
    for (const [table, key] of [
      ['campaigns', 'id'],
      ['campaign_terms', 'campaign_id'],
      ['creator_order_terms', 'campaign_id'],
      ['campaign_products', 'campaign_id'],
    ] as const) {
      const own = ['seller_id', 'owner_id', 'listed_at'].map((column) => `'${column}'`).join(', ');
      const { rows } = await connection.query<{ columns: string; read: string }>(
        `select string_agg(column_name, ', ') as columns,
                string_agg(case when column_name not in (${own}) then 'copied.' || column_name
                                when column_name = 'listed_at' then 'copied.listed_at - made.n * interval ''1 minute'''
                                else 'made.stranger' end, ', ') as read
           from information_schema.columns where table_schema = 'public' and table_name = $1 and column_name <> $2`,
        [table, key],
      );
      const [{ columns, read }] = rows as [{ columns: string; read: string }];
      await connection.query(
        `insert into ${table} (${key}, ${columns})
         select made.id, ${read} from ${table} as copied, made where copied.${key} = $1`,
        [pattern],
      );
    }
    await connection.query(
      `insert into engagements (id, campaign_id, seller_id, creator_id, status, terms_version, reward_minor, revisions_left,
                                created_at, updated_at)
       select uuidv7(), id, stranger, $1, 'APPLIED', 1, 1, 2, now(), now() from made where n % 10 = 0`,
      [viewer],
    );
    await connection.query('analyze campaigns, campaign_terms, creator_order_terms, campaign_products, engagements');
  } finally {
    connection.release();
  }
});
afterAll(() => world.close());

const queries = () => world.app.get(OrdersQueries);
/** The most rows that one table's parts of the plan looked at. */
const mostRead = async (work: () => Promise<unknown>): Promise<number> =>
  Math.max(...(await planOf(world.lib.database, work)).map(({ rowsRead }) => rowsRead));
const facts = { followers: 0, region: 'RU', categories: [], openStrikes: 0, monetized: false };

describe('a page of orders among thousands', () => {
  it.each([
    ['open ones', () => queries().list(viewer, { status: 'OPEN' }, { limit: 10 })],
    ['all', () => queries().list(viewer, {}, { limit: 10 })],
    ['those that a creator could take', () => queries().eligibleFor(viewer, facts, { limit: 10 })],
    ['one owner’s', () => queries().list(viewer, { ownerId: shop.memberId }, { limit: 10 })],
    ['one seller’s', () => queries().ofSellers(viewer, [shop.sellerId], { limit: 10 })],
    ['a seller’s drafts', () => queries().list(shop.memberId, { status: 'DRAFT' }, { limit: 10 })],
  ])('of %s looks at little more than it shows', async (_, work) => {
    expect(await mostRead(work)).toBeLessThan(100);
  });

  it('is no dearer deep in the list', async () => {
    const at = new Date(world.lib.clock.now().getTime() - 3_000 * 60_000);
    const deep = { limit: 10, after: { at, id: pattern } };
    expect(await mostRead(() => queries().list(viewer, { status: 'OPEN' }, deep))).toBeLessThan(100);
  });
});
