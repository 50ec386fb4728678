import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { days, newId } from '@moments/kernel';
import { execute } from '@moments/platform';
import { CommentsWorld } from '../testing/comments-world.js';
import { CommentsRecountService } from './comments-recount.service.js';
import { SweepCommentsHandler } from './sweep-comments.job.js';

let world: CommentsWorld;

beforeAll(async () => {
  world = await CommentsWorld.open();
});
beforeEach(() => world.refresh());
afterAll(() => world.lib.close());

const sweep = () => world.lib.app.get(SweepCommentsHandler).handle({}, { signal: new AbortController().signal });
const kept = async (ids: Parameters<typeof world.queries.byIdsForModerators>[0]) => {
  const found = await world.queries.byIdsForModerators(ids);
  return ids.filter((id) => found.has(id));
};

describe('a removed comment', () => {
  it('is kept for thirty days and then deleted with its replies and likes; what stands is left alone', async () => {
    const { ada, bob, eve } = world;
    const [gone, standing] = [await world.write(), await world.write()];
    const [hidden, removed] = [await world.write({ replyToId: gone }), await world.write({ replyToId: gone })];
    const [removedReply, reply] = [
      await world.write({ accountId: ada, replyToId: standing }),
      await world.write({ accountId: ada, replyToId: standing }),
    ];
    for (const commentId of [gone, hidden, standing]) await world.likes.like({ accountId: eve, commentId });
    await world.comments.remove({ accountId: bob, commentId: removed });
    await world.comments.remove({ accountId: bob, commentId: gone });
    await world.comments.remove({ accountId: ada, commentId: removedReply });
    const all = [gone, standing, hidden, removed, removedReply, reply];

    world.lib.clock.advance(days(30));
    await sweep();
    expect(await kept(all)).toEqual(all);
    world.lib.clock.advance(1);
    await sweep();

    expect(await kept(all)).toEqual([standing, reply]);
    expect(await world.stored()).toBe(2);
    expect(await world.counted()).toBe(2);
    expect(await world.drifted()).toEqual([]);
  });
});

describe('a removed comment that very many liked', () => {
  it('goes with all of its likes, some thousands at a time, and likes of others stay', async () => {
    const { bob, eve, momentId } = world;
    const [gone, standing] = [await world.write(), await world.write()];
    await world.likes.like({ accountId: eve, commentId: standing });
    const { pool } = world.lib.database;
    await pool.query(
      `insert into comment_likes (moment_id, comment_id, account_id, created_at)
       select $1, $2, gen_random_uuid(), now() from generate_series(1, 12000)`,
      [momentId, gone],
    );
    await world.comments.remove({ accountId: bob, commentId: gone });
    world.lib.clock.advance(days(30) + 1);
    const statements = jest.spyOn(world.lib.database, 'transaction');
    await sweep();
    const taken = statements.mock.calls.length;
    statements.mockRestore();
    const { rows } = await pool.query('select comment_id as id from comment_likes where moment_id = $1', [momentId]);
    expect(rows).toEqual([{ id: standing }]);
    expect(await kept([gone, standing])).toEqual([standing]);
    // Six steps that end by finding nothing, three times likes and once the comment.
    expect(taken).toBe(6 + 3 + 1);
  });
});

describe('recounting comments', () => {
  const recount = () => world.lib.app.get(CommentsRecountService);

  it('finds nothing after what people do, and mends what somebody has written past them', async () => {
    const { ada, eve, momentId } = world;
    const commentId = await world.write();
    const reply = await world.write({ accountId: ada, replyToId: commentId });
    await world.write({ accountId: ada, replyToId: commentId });
    await world.comments.remove({ accountId: ada, commentId: reply });
    await world.likes.like({ accountId: eve, commentId });
    expect(await recount().drift()).toEqual([]);

    await world.lib.database.transaction(async (tx) => {
      await execute(tx, 'update comments set replies = 7 where id = $1', [commentId]);
      await execute(
        tx,
        'insert into comment_likes (moment_id, comment_id, account_id, created_at) values ($1, $2, $3, now())',
        [momentId, commentId, newId()],
      );
    });
    expect(await recount().drift()).toEqual([commentId]);
    expect(await recount().mend()).toEqual([commentId]);
    expect((await world.queries.visibleTo(eve, [commentId])).get(commentId)).toMatchObject({ likes: 2, replies: 1 });
    expect(await recount().drift()).toEqual([]);
  });
});
