import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type AccountId, type CommentId, newId } from '@moments/kernel';
import { execute, Settings } from '@moments/platform';
import { anAccount } from '@moments/testing/identity';
import { setMomentStatus } from '@moments/testing/moments';
import { aBlock } from '@moments/testing/social';
import { CommentsWorld } from '../testing/comments-world.js';
import { commentLimits } from './comments.settings.js';

let world: CommentsWorld;
let commentId: CommentId;

beforeAll(async () => {
  world = await CommentsWorld.open();
});
beforeEach(async () => {
  await world.refresh();
  commentId = await world.write();
});
afterAll(() => world.lib.close());

const like = (accountId: AccountId, id = commentId) => world.likes.like({ accountId, commentId: id });
const unlike = (accountId: AccountId, id = commentId) => world.likes.unlike({ accountId, commentId: id });
const pin = (accountId: AccountId, id = commentId) => world.pins.pin({ accountId, commentId: id });
const unpin = (accountId: AccountId, id = commentId) => world.pins.unpin({ accountId, commentId: id });
const read = async (viewer?: AccountId, id = commentId) => (await world.queries.visibleTo(viewer, [id])).get(id);
const pinned = async () => {
  const page = (await world.queries.ofMoments(undefined, [world.momentId], { limit: 50 })).get(world.momentId)!;
  return page.items.filter(({ item }) => item.pinned).map(({ item }) => item.id);
};
const notFound = { code: 'NOT_FOUND', field: ['commentId'] };

describe('liking a comment', () => {
  it('counts once for everybody and shows to the one who likes, in every list', async () => {
    const { ada, bob, eve, momentId } = world;
    const reply = await world.write({ replyToId: commentId });
    await like(eve);
    await like(eve, reply);
    expect(await read(eve)).toMatchObject({ likes: 1, likedByViewer: true });
    expect(await read(bob)).toMatchObject({ likes: 1, likedByViewer: false });
    expect(await read()).toMatchObject({ likes: 1, likedByViewer: false });
    const listed = (await world.queries.ofMoments(eve, [momentId], { limit: 1 })).get(momentId);
    expect(listed?.items[0]?.item).toMatchObject({ likes: 1, likedByViewer: true });
    const replied = (await world.queries.repliesOf(ada, [commentId], { limit: 1 })).get(commentId);
    expect(replied?.items[0]?.item).toMatchObject({ likes: 1, likedByViewer: false });
    expect(await world.toldOf('comment-liked', commentId)).toEqual([
      { commentId, momentId, writerId: bob, accountId: eve },
    ]);
  });

  it('is one row and one count when two devices like at once, ten times over; so is taking it back', async () => {
    await Promise.all(Array.from({ length: 10 }, () => like(world.eve)));
    expect(await read(world.eve)).toMatchObject({ likes: 1 });
    expect(await world.toldOf('comment-liked', commentId)).toHaveLength(1);
    await Promise.all(Array.from({ length: 10 }, () => unlike(world.eve)));
    expect(await read(world.eve)).toMatchObject({ likes: 0, likedByViewer: false });
    expect(await world.toldOf('comment-unliked', commentId)).toHaveLength(1);
    expect(await world.drifted()).toEqual([]);
  });

  it('survives a crowd without losing one', async () => {
    const crowd = await Promise.all(Array.from({ length: 20 }, () => anAccount(world.lib)));
    await Promise.all(crowd.map((each) => like(each)));
    expect(await read()).toMatchObject({ likes: 20 });
    await Promise.all(crowd.slice(0, 7).map((each) => unlike(each)));
    expect(await read()).toMatchObject({ likes: 13 });
    expect(await world.drifted()).toEqual([]);
  });

  it('needs a comment that stands under a published moment, and so does taking it back', async () => {
    const { bob, eve, momentId } = world;
    const gone = await world.write();
    const reply = await world.write({ accountId: eve, replyToId: gone });
    await world.comments.remove({ accountId: bob, commentId: gone });
    for (const id of [gone, reply, newId<'comment'>()]) {
      await expect(like(eve, id)).rejects.toMatchObject(notFound);
      await expect(unlike(eve, id)).rejects.toMatchObject(notFound);
    }
    for (const status of ['IN_REVIEW', 'REJECTED', 'REMOVED'] as const) {
      await setMomentStatus(world.lib, { momentId, status });
      await expect(like(world.ada)).rejects.toMatchObject(notFound);
      await expect(unlike(eve)).rejects.toMatchObject(notFound);
    }
  });

  it('is impossible where a block is between the two, as if there were no comment', async () => {
    await aBlock(world.lib, { blockerId: world.bob, blockedId: world.eve });
    await expect(like(world.eve)).rejects.toMatchObject(notFound);
    await aBlock(world.lib, { blockerId: world.eve, blockedId: world.ada });
    await expect(like(world.eve)).rejects.toMatchObject(notFound);
    expect(await read()).toMatchObject({ likes: 0 });
  });

  it('is over for an account that is gone', async () => {
    await world.lib.database.transaction((tx) =>
      execute(tx, `update accounts set status = 'suspended' where id = $1`, [world.eve]),
    );
    await expect(like(world.eve)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });
});

describe('pinning a comment', () => {
  it('is for the moment’s author, once, and is told', async () => {
    const { ada, bob, eve, momentId } = world;
    for (const other of [bob, eve]) {
      await expect(pin(other)).rejects.toMatchObject({ code: 'FORBIDDEN' });
      await expect(unpin(other)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    }
    await Promise.all([pin(ada), pin(ada), pin(ada)]);
    expect(await pinned()).toEqual([commentId]);
    expect(await world.toldOf('comment-pinned', commentId)).toEqual([
      { commentId, momentId, writerId: bob, accountId: ada },
    ]);
    await unpin(ada);
    await unpin(ada);
    expect(await pinned()).toEqual([]);
  });

  it('lets go of the one that was pinned before, also when two are pinned at once', async () => {
    const { ada } = world;
    const others = [await world.write(), await world.write()];
    await pin(ada);
    await pin(ada, others[0]);
    expect(await pinned()).toEqual([others[0]]);
    await Promise.all([pin(ada, commentId), pin(ada, others[1])]);
    expect(await pinned()).toHaveLength(1);
    await world.comments.remove({ accountId: world.bob, commentId: (await pinned())[0]! });
    expect(await pinned()).toEqual([]);
  });

  it('holds as many as the setting says', async () => {
    const settings = world.lib.app.get(Settings);
    await settings.set(commentLimits.name, { ...commentLimits.fallback, maxPinned: 2 }, 'test');
    try {
      const others = [await world.write(), await world.write()];
      for (const id of [commentId, ...others]) {
        world.lib.clock.advance(1);
        await pin(world.ada, id);
      }
      expect(await pinned()).toEqual(others.toReversed());
    } finally {
      await settings.set(commentLimits.name, commentLimits.fallback, 'test');
    }
  });

  it('is not for replies, nor for what is gone or hidden by a block', async () => {
    const { ada, bob } = world;
    const reply = await world.write({ replyToId: commentId });
    await expect(pin(ada, reply)).rejects.toMatchObject({ code: 'INVALID_INPUT', reason: 'comment_reply_not_pinned' });
    await expect(pin(ada, newId())).rejects.toMatchObject(notFound);
    const gone = await world.write();
    await world.comments.remove({ accountId: bob, commentId: gone });
    await expect(pin(ada, gone)).rejects.toMatchObject(notFound);
    await aBlock(world.lib, { blockerId: ada, blockedId: bob });
    await expect(pin(ada)).rejects.toMatchObject(notFound);
  });
});
