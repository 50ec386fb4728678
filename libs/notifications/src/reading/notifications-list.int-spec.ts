import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AccountId, type CommentId, newId, type NotificationId, type TimePosition } from '@moments/kernel';
import { anAccount } from '@moments/testing/identity';
import { aPublishedMoment } from '@moments/testing/moments';
import { type LibWorld, planOf } from '@moments/testing/platform';
import { aBlock, aMute } from '@moments/testing/social';
import { TellingService } from '../telling/telling.service.js';
import { aComment, openToldWorld, removeComment, toldTo } from '../testing/told-world.js';
import { NotificationsQueries } from './notifications.queries.js';

const told = 5_000;
const limit = 10;

let world: LibWorld;
let queries: NotificationsQueries;
const ada = newId<'account'>();

beforeAll(async () => {
  world = await openToldWorld();
  queries = world.app.get(NotificationsQueries);
  // Two at each instant.
  await world.database.pool.query(
    `insert into notifications (recipient_id, id, kind, subject_id, actors_count, newest_actors, created_at)
     select $1, gen_random_uuid(), 'NEW_FOLLOWER', $1, 1, array[gen_random_uuid()],
            timestamptz '2026-01-01' + (n / 2) * interval '1 second'
       from generate_series(1, $2::int) as n`,
    [ada, told],
  );
  await world.database.pool.query('analyze notifications, mutes, blocks');
});

afterAll(() => world.close());

const read = (after?: TimePosition) => queries.list(ada, { limit, after });

describe('a list of very many notifications', () => {
  it('is walked from the page’s place in its index, however deep that is', async () => {
    const deep = { at: new Date('2026-01-01T00:10:00Z'), id: newId<'notification'>() };
    for (const after of [undefined, deep]) {
      const walks = (await planOf(world.database, () => read(after))).filter(({ table }) => table === 'notifications');
      // One more tells whether there is a next page.
      expect(walks).toMatchObject([{ index: 'notifications_newest_idx', rowsRead: limit + 1 }]);
    }
  });

  it('is read page by page, newest first, and loses and repeats nothing', async () => {
    const seen: NotificationId[] = [];
    const times: number[] = [];
    let after: TimePosition | undefined;
    for (let page = 0; page < 5; page += 1) {
      const { items } = await read(after);
      seen.push(...items.map(({ item }) => item.id));
      times.push(...items.map(({ item }) => item.createdAt.getTime()));
      after = items.at(-1)?.position;
    }
    expect(new Set(seen).size).toBe(5 * limit);
    expect(times).toEqual(times.toSorted((a, b) => b - a));
    expect(times.at(-1)).toBe(times[0]! - (5 * limit * 1_000) / 2);
  });
});

describe('the comment to open', () => {
  async function commentedBy(author: AccountId, writers: readonly AccountId[]): Promise<CommentId[]> {
    const momentId = await aPublishedMoment(world, { authorId: author });
    const ids: CommentId[] = [];
    for (const writerId of writers) {
      const id = await aComment(world, { momentId, writerId });
      const about = { subjectId: momentId, actorId: writerId, actId: id, commentIds: [id] };
      await world.app.get(TellingService).tell({ kind: 'MOMENT_COMMENTED', recipientId: author, ...about });
      ids.push(id);
    }
    return ids;
  }

  it('is the newest that is there for whom it was told, not one of somebody blocked or muted, nor one taken away', async () => {
    const [bea, bob, eve, mia, ned] = await Promise.all(Array.from({ length: 5 }, () => anAccount(world)));
    const [first, , , last] = await commentedBy(bea!, [bob!, eve!, mia!, ned!]);
    const [told] = await toldTo(world, bea!);
    const toOpen = async () => (await queries.newestComments(bea!, [told!.id])).get(told!.id);
    expect(await toOpen()).toBe(last);
    // Nobody has taken them out yet.
    await removeComment(world, last!);
    await aMute(world, { muterId: bea!, mutedId: mia! });
    await aBlock(world, { blockerId: eve!, blockedId: bea! });
    expect(await toOpen()).toBe(first);
  });
});
