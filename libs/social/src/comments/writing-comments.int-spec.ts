import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type CommentId, newId } from '@moments/kernel';
import { execute } from '@moments/platform';
import { anAccount } from '@moments/testing/identity';
import { aPublishedMoment, setMomentStatus } from '@moments/testing/moments';
import { aBlock } from '@moments/testing/social';
import { ErasureService } from '../erasure/erasure.service.js';
import { CommentsWorld } from '../testing/comments-world.js';

let world: CommentsWorld;

beforeAll(async () => {
  world = await CommentsWorld.open();
});
beforeEach(() => world.refresh());
afterAll(() => world.lib.close());

const text = (commentId: CommentId) =>
  world.queries.visibleTo(undefined, [commentId]).then((found) => found.get(commentId)?.text);

const switchComments = (on: boolean) =>
  world.lib.database.transaction((tx) =>
    execute(tx, 'update moments set comments_enabled = $2 where id = $1', [world.momentId, on]),
  );

describe('writing a comment', () => {
  it('shows it to everybody, counts it and tells of it', async () => {
    const { ada, bob, eve, momentId } = world;
    const commentId = await world.write({ text: '  Cafe\u0301!\r\nSo good  ' });
    expect((await world.queries.visibleTo(eve, [commentId])).get(commentId)).toMatchObject({
      ...{ id: commentId, momentId, writerId: bob, text: 'Café!\nSo good', replyToId: null },
      ...{ likes: 0, replies: 0, likedByViewer: false, pinned: false, createdAt: world.lib.clock.now() },
    });
    for (const viewer of [ada, bob, eve, undefined]) expect(await world.shown(viewer)).toEqual([commentId]);
    expect(await world.counted()).toBe(1);
    expect(await world.toldOf('comment-added', commentId)).toEqual([
      { commentId, momentId, momentAuthorId: ada, writerId: bob },
    ]);
  });

  it('is one comment when two devices send it with one key, ten times over', async () => {
    const same = { text: 'Wow', idempotencyKey: 'once' };
    const ids = await Promise.all(Array.from({ length: 10 }, () => world.write(same)));
    expect(new Set(ids).size).toBe(1);
    expect(await world.shown()).toEqual([ids[0]]);
    expect(await world.counted()).toBe(1);
    expect(await world.toldOf('comment-added', ids[0]!)).toHaveLength(1);
  });

  it('takes a key for one comment only: another text, moment or answered comment under it is a conflict', async () => {
    const conflict = { code: 'IDEMPOTENCY_CONFLICT' };
    const momentId = await aPublishedMoment(world.lib, { authorId: world.ada });
    const replyToId = await world.write({ text: 'Wow', idempotencyKey: 'k' });
    for (const change of [{ text: 'Wow!' }, { momentId }, { replyToId }]) {
      await expect(world.write({ text: 'Wow', idempotencyKey: 'k', ...change })).rejects.toMatchObject(conflict);
    }
    await world.write({ accountId: world.eve, text: 'Another', idempotencyKey: 'k' });
    expect(await world.counted()).toBe(2);
  });

  it('needs a published moment that is shown to the writer', async () => {
    const notFound = { code: 'NOT_FOUND', field: ['momentId'] };
    for (const status of ['PROCESSING', 'IN_REVIEW', 'REJECTED', 'REMOVED'] as const) {
      await setMomentStatus(world.lib, { momentId: world.momentId, status });
      await expect(world.write()).rejects.toMatchObject(notFound);
      await expect(world.write({ accountId: world.ada })).rejects.toMatchObject(notFound);
    }
    await expect(world.write({ momentId: newId() })).rejects.toMatchObject(notFound);
    expect(await world.stored()).toBe(0);
  });

  it('is impossible where one of the two has blocked the other, as if there were no moment', async () => {
    const { ada, bob, eve } = world;
    await aBlock(world.lib, { blockerId: ada, blockedId: bob });
    await aBlock(world.lib, { blockerId: eve, blockedId: ada });
    for (const accountId of [bob, eve]) {
      await expect(world.write({ accountId })).rejects.toMatchObject({ code: 'NOT_FOUND', field: ['momentId'] });
    }
    expect(await world.counted()).toBe(0);
  });

  it('is refused while comments are switched off, also to the moment’s author, but what was sent before is known', async () => {
    const first = { text: 'First', idempotencyKey: 'k' };
    const commentId = await world.write(first);
    await switchComments(false);
    for (const accountId of [world.ada, world.eve]) {
      await expect(world.write({ accountId })).rejects.toMatchObject({
        code: 'INVALID_STATE',
        reason: 'comments_switched_off',
      });
    }
    expect(await world.write(first)).toBe(commentId);
    await switchComments(true);
    await world.write({ accountId: world.eve });
    expect(await world.counted()).toBe(2);
  });

  it('is over for an account that is gone', async () => {
    await world.lib.database.transaction((tx) =>
      execute(tx, `update accounts set status = 'suspended' where id = $1`, [world.bob]),
    );
    await expect(world.write()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await world.stored()).toBe(0);
  });

  it('comes too late once the moment is being removed, however they meet', async () => {
    const crowd = await Promise.all(Array.from({ length: 10 }, () => anAccount(world.lib)));
    const written = crowd.map((accountId) => world.write({ accountId }));
    const erased = world.lib.app.get(ErasureService).eraseMoment({ momentId: world.momentId, authorId: world.ada });
    await Promise.allSettled([...written, erased]);
    expect(await world.stored()).toBe(0);
    expect(await world.counted()).toBe(0);
    await expect(world.write()).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('replying', () => {
  it('puts the reply under the comment, counts both and says who is answered', async () => {
    const { ada, bob, eve, momentId } = world;
    const commentId = await world.write();
    const first = await world.write({ accountId: ada, replyToId: commentId });
    const second = await world.write({ accountId: eve, replyToId: commentId });
    expect(await world.repliesTo(commentId)).toEqual([first, second]);
    expect(await world.shown()).toEqual([commentId]);
    expect((await world.queries.visibleTo(undefined, [commentId])).get(commentId)?.replies).toBe(2);
    expect(await world.counted()).toBe(3);
    expect(await world.toldOf('comment-added', first)).toEqual([
      { commentId: first, momentId, momentAuthorId: ada, writerId: ada, replyToId: commentId, replyToWriterId: bob },
    ]);
  });

  it('stops at one level', async () => {
    const replyToId = await world.write({ replyToId: await world.write() });
    await expect(world.write({ replyToId })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      reason: 'comment_reply_to_reply',
      field: ['replyToId'],
    });
    expect(await world.counted()).toBe(2);
  });

  it('needs a comment that stands under this moment and that is shown to the writer', async () => {
    const { ada, bob, eve } = world;
    const notFound = { code: 'NOT_FOUND', field: ['replyToId'] };
    const elsewhere = await world.write({ momentId: await aPublishedMoment(world.lib, { authorId: ada }) });
    const [removed, blocked, reply] = [await world.write(), await world.write(), await world.write()];
    const hidden = await world.write({ accountId: ada, replyToId: removed });
    await world.comments.remove({ accountId: bob, commentId: removed });
    await aBlock(world.lib, { blockerId: bob, blockedId: eve });
    for (const replyToId of [elsewhere, removed, blocked, reply, hidden, newId<'comment'>()]) {
      await expect(world.write({ accountId: eve, replyToId })).rejects.toMatchObject(notFound);
    }
    await expect(world.write({ accountId: ada, replyToId: hidden })).rejects.toMatchObject(notFound);
    expect(await text(blocked)).toBeDefined();
    expect(await world.counted()).toBe(2);
  });
});

describe('a text', () => {
  it('has from one to 1,000 characters', async () => {
    const max = '😀'.repeat(999) + 'x';
    expect(await text(await world.write({ text: max }))).toBe(max);
    expect(await text(await world.write({ text: 'x' }))).toBe('x');
    for (const wrong of ['', ' \n\t ', `${max}y`, 'x'.repeat(10_001)]) {
      await expect(world.write({ text: wrong })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    }
    expect(await world.stored()).toBe(2);
  });

  it.each([
    ['a zero-width space', 'a\u200bb'],
    ['nothing that can be seen', '\u200b\u2060'],
    ['a right-to-left override', 'evil\u202egpj.exe'],
    ['200 combining marks', `x${'\u0323'.repeat(200)}`],
    ['a lone surrogate', 'a\ud800b'],
    ['a NUL', 'a\u0000b'],
    ['HTML', '<script>alert(1)</script>'],
    ['a link', 'see https://example.com'],
    ['21 line breaks', `a${'\n'.repeat(21)}b`],
  ])('with %s is refused and not stored', async (_, wrong) => {
    await expect(world.write({ text: wrong })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    expect(await world.stored()).toBe(0);
  });
});
