import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type AccountId, type CommentId, newId } from '@moments/kernel';
import { setMomentStatus } from '@moments/testing/moments';
import { aBlock } from '@moments/testing/social';
import { CommentsWorld } from '../testing/comments-world.js';

let world: CommentsWorld;

beforeAll(async () => {
  world = await CommentsWorld.open();
});
beforeEach(() => world.refresh());
afterAll(() => world.lib.close());

const remove = (accountId: AccountId, commentId: CommentId) => world.comments.remove({ accountId, commentId });
const moderate = (commentId: CommentId) =>
  world.lib.database.transaction((tx) =>
    world.comments.removeByModerator(tx, { commentId, reason: 'SPAM', message: 'This is an advertisement.' }),
  );
const notFound = { code: 'NOT_FOUND', field: ['commentId'] };

describe('taking a comment away', () => {
  it('is for its writer and for the moment’s author; others may not, though they see it', async () => {
    const { ada, bob, eve } = world;
    const [own, others] = [await world.write(), await world.write()];
    await expect(remove(eve, own)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await remove(bob, own);
    await remove(ada, others);
    expect(await world.shown(eve)).toEqual([]);
    expect(await world.counted()).toBe(0);
    for (const [commentId, by] of [
      [own, 'writer'],
      [others, 'author'],
    ] as const) {
      expect(await world.toldOf('comment-removed', commentId)).toEqual([
        { commentId, momentId: world.momentId, writerId: bob, by },
      ]);
    }
  });

  it('is once, by whomever and on however many devices', async () => {
    const { ada, bob, eve } = world;
    await world.write();
    const commentId = await world.write();
    await Promise.all([bob, ada, bob, ada].map((accountId) => remove(accountId, commentId).catch(() => undefined)));
    await remove(bob, commentId);
    expect(await world.counted()).toBe(1);
    expect(await world.toldOf('comment-removed', commentId)).toHaveLength(1);
    await expect(remove(eve, commentId)).rejects.toMatchObject(notFound);
  });

  it('again changes nothing for the author who has done so, and the one that its writer took away is not there', async () => {
    const { ada, bob } = world;
    const [first, second] = [await world.write(), await world.write()];
    await remove(ada, first);
    await remove(ada, first);
    await remove(bob, second);
    await expect(remove(ada, second)).rejects.toMatchObject(notFound);
    await expect(remove(ada, newId())).rejects.toMatchObject(notFound);
    expect(await world.counted()).toBe(0);
  });

  it('takes its replies out of sight and off the count, however many were removed before', async () => {
    const { ada, bob, eve } = world;
    const [kept, commentId] = [await world.write(), await world.write()];
    const replies = [
      await world.write({ accountId: ada, replyToId: commentId }),
      await world.write({ accountId: eve, replyToId: commentId }),
      await world.write({ accountId: eve, replyToId: commentId }),
    ];
    await remove(eve, replies[1]!);
    expect(await world.counted()).toBe(4);
    await remove(bob, commentId);
    expect(await world.counted()).toBe(1);
    expect(await world.shown(ada)).toEqual([kept]);
    expect(await world.repliesTo(commentId, ada)).toEqual([]);
    expect((await world.queries.visibleTo(ada, [commentId, ...replies])).size).toBe(0);
    // One's own words can still be taken back for good, and nothing is counted twice.
    await remove(eve, replies[2]!);
    expect(await world.counted()).toBe(1);
    expect(await world.drifted()).toEqual([]);
  });

  it('meets replies, likes and pins that come at the same time, and counts right whoever wins', async () => {
    const { ada, bob, eve } = world;
    for (let round = 0; round < 6; round += 1) {
      const commentId = await world.write();
      const reply = await world.write({ accountId: ada, replyToId: commentId });
      await Promise.allSettled([
        world.write({ accountId: eve, replyToId: commentId }),
        remove(bob, commentId),
        world.write({ accountId: ada, replyToId: commentId }),
        remove(ada, reply),
        world.likes.like({ accountId: eve, commentId }),
        world.pins.pin({ accountId: ada, commentId }),
      ]);
      expect(await world.drifted()).toEqual([]);
      expect(await world.counted()).toBe(0);
    }
  });

  it('lets writers take their words back whatever has become of the moment, but nobody else', async () => {
    const { ada, bob, momentId } = world;
    const [own, others] = [await world.write(), await world.write({ accountId: world.eve })];
    await aBlock(world.lib, { blockerId: ada, blockedId: bob });
    await setMomentStatus(world.lib, { momentId, status: 'REMOVED' });
    await remove(bob, own);
    await expect(remove(ada, others)).rejects.toMatchObject(notFound);
    expect((await world.queries.byIdsForModerators([own])).get(own)).toMatchObject({ removedBy: 'writer' });
  });

  it('does not tell the moment’s author of a comment that a block hides from them', async () => {
    const commentId = await world.write();
    await aBlock(world.lib, { blockerId: world.bob, blockedId: world.ada });
    await expect(remove(world.ada, commentId)).rejects.toMatchObject(notFound);
    expect(await world.shown()).toEqual([commentId]);
  });
});

describe('a moderator', () => {
  it('takes a comment away, and why is told', async () => {
    const commentId = await world.write();
    await world.write({ replyToId: commentId });
    expect(await moderate(commentId)).toBe(true);
    expect(await moderate(commentId)).toBe(false);
    expect(await world.counted()).toBe(0);
    expect((await world.queries.byIdsForModerators([commentId])).get(commentId)).toMatchObject({
      removedBy: 'moderator',
      removedAt: world.lib.clock.now(),
    });
    expect(await world.toldOf('comment-removed', commentId)).toEqual([
      {
        ...{ commentId, momentId: world.momentId, writerId: world.bob, by: 'moderator' },
        ...{ reason: 'SPAM', message: 'This is an advertisement.' },
      },
    ]);
  });

  it('finds nothing left to take away of what is gone', async () => {
    const commentId = await world.write();
    await remove(world.bob, commentId);
    expect(await moderate(commentId)).toBe(false);
    expect(await moderate(newId())).toBe(false);
    expect((await world.queries.byIdsForModerators([commentId])).get(commentId)).toMatchObject({ removedBy: 'writer' });
  });
});
