import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AccountId, newId, type ProductId } from '@moments/kernel';
import { aProduct } from '@moments/testing/catalog';
import { anAccount } from '@moments/testing/identity';
import { aProductCard, aPublishedMoment } from '@moments/testing/moments';
import { type LibWorld, openLibWorld, planOf } from '@moments/testing/platform';
import { SocialModule } from '../social.module.js';
import { ProductMomentsQueries } from './product-moments.queries.js';

const many = 5_000;

let world: LibWorld;
let queries: ProductMomentsQueries;
let authorId: AccountId;
let viewerId: AccountId;
/** Very many moments show it. */
let lamp: ProductId;

beforeAll(async () => {
  world = await openLibWorld([SocialModule]);
  queries = world.app.get(ProductMomentsQueries);
  [authorId, viewerId] = [await anAccount(world), await anAccount(world)];
  lamp = await aProduct(world);
  const first = await aPublishedMoment(world, { authorId });
  await aProductCard(world, { momentId: first, productId: lamp });
  const columns = 'author_id, region, kind, status, caption, hashtags, comments_enabled, media, created_at, updated_at';
  await world.database.pool.query(
    `with made as (
       insert into moments (id, published_at, idempotency_key, input_hash, ${columns})
       select gen_random_uuid(), date_trunc('milliseconds', published_at - n * interval '1 minute'), n::text, '', ${columns}
         from moments, generate_series(1, $2::int) as n where moments.id = $1
       returning id, published_at)
     insert into moment_product_cards (moment_id, position, product_id, published_at)
     select id, 0, $3, published_at from made`,
    [first, many, lamp],
  );
  await world.database.pool.query(
    `insert into blocks (blocker_id, blocked_id, created_at)
     select $1::uuid, gen_random_uuid(), now() from generate_series(1, $2::int)`,
    [viewerId, many],
  );
  await world.database.pool.query('analyze');
});
afterAll(() => world.close());

describe('the moments that show a product', () => {
  it('are walked along an index from the position on, however many there are and however many the viewer has blocked', async () => {
    const page = { limit: 10 };
    const deep = { at: new Date(Date.now() - (many / 2) * 60_000), id: newId<'moment'>() };
    for (const window of [page, { ...page, after: deep }]) {
      const nodes = await planOf(world.database, () => queries.showing([lamp], window, viewerId));
      const read = nodes.filter(({ table }) => table).map(({ rowsRead }) => rowsRead);
      expect(read.length).toBeGreaterThan(2);
      expect(Math.max(...read)).toBeLessThanOrEqual(11);
    }
  });

  it('come for several products at once, each its own, and none for a product that nobody shows', async () => {
    const [chair, bare] = [await aProduct(world), await aProduct(world)];
    const momentId = await aPublishedMoment(world, { authorId });
    await aProductCard(world, { momentId, productId: chair });
    const found = await queries.showing([lamp, chair, bare], { limit: 2 }, undefined);
    expect(found.get(lamp)).toMatchObject({ hasNextPage: true, items: [{}, {}] });
    expect(found.get(chair)).toMatchObject({ hasNextPage: false, items: [{ item: momentId }] });
    expect(found.get(bare)).toEqual({ hasNextPage: false, items: [] });
  });
});
