import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AccountId, newId, type TimePosition } from '@moments/kernel';
import { type LibWorld, openLibWorld, planOf } from '@moments/testing/platform';
import { aBlock } from '@moments/testing/social';
import { SocialModule } from '../social.module.js';
import { SocialQueries } from '../social.queries.js';

const fans = 20_000;
const limit = 10;

let world: LibWorld;
let social: SocialQueries;
const star = newId<'account'>();
const viewerId = newId<'account'>();

type List = 'followersOf' | 'followingOf';
const lists: [List, string][] = [
  ['followersOf', 'follows_followers_idx'],
  ['followingOf', 'follows_following_idx'],
];

beforeAll(async () => {
  world = await openLibWorld([SocialModule]);
  social = world.app.get(SocialQueries);
  await world.database.pool.query(
    `insert into follows (follower_id, followee_id, created_at)
     select gen_random_uuid(), $1::uuid, timestamptz '2026-01-01' + n * interval '1 second' from generate_series(1, $2::int) as n
     union all
     select $1::uuid, gen_random_uuid(), timestamptz '2026-01-01' + n * interval '1 second' from generate_series(1, $2::int) as n`,
    [star, fans],
  );
  await world.database.pool.query('analyze follows, blocks');
});

afterAll(async () => {
  await world.close();
});

const read = async (list: List, after?: TimePosition, who: AccountId = viewerId, first = limit) =>
  (await social[list](who, [star], { limit: first, after })).get(star)!;
const idsOf = ({ items }: Awaited<ReturnType<typeof read>>) => items.map(({ item }) => item);

describe.each(lists)('%s somebody with very many', (list, index) => {
  it('walks its index from the page’s place and reads no more than the page, however deep it is', async () => {
    const [newest, ...rest] = idsOf(await read(list));
    await aBlock(world, { blockerId: viewerId, blockedId: newest! });
    await aBlock(world, { blockerId: rest[0]!, blockedId: viewerId });
    const deep = (await read(list, { at: new Date('2026-01-01T01:00:00Z'), id: star })).items[5]!.position;
    for (const after of [undefined, deep]) {
      const walks = (await planOf(world.database, () => read(list, after))).filter(({ table }) => table === 'follows');
      // One more tells whether there is a next page; the two who are apart from the viewer come first.
      expect(walks).toMatchObject([{ index, rowsRead: limit + 1 + (after ? 0 : 2) }]);
    }
  });

  it('leaves out who is apart from the viewer, on full pages, and shows them to everybody else', async () => {
    const all = idsOf(await read(list, undefined, newId(), 6));
    const [first, second, ...others] = all as [AccountId, AccountId, ...AccountId[]];
    const somebody = newId<'account'>();
    await aBlock(world, { blockerId: somebody, blockedId: first });
    await aBlock(world, { blockerId: second, blockedId: somebody });
    const page = await read(list, undefined, somebody, 4);
    expect(idsOf(page)).toEqual(others);
    expect(page.hasNextPage).toBe(true);
    expect(idsOf(await read(list, undefined, newId(), 6))).toEqual(all);
  });
});
