import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type AccountId, type CommentId, newId, type PageWindow } from '@moments/kernel';
import { execute, rows } from '@moments/platform';
import { aPublishedMoment, setMomentStatus } from '@moments/testing/moments';
import { aBlock } from '@moments/testing/social';
import { CommentsWorld } from '../testing/comments-world.js';
import type { CommentPosition, ReplyPosition } from './domain/comment-cursor.js';

let world: CommentsWorld;

beforeAll(async () => {
  world = await CommentsWorld.open();
});
beforeEach(() => world.refresh());
afterAll(() => world.lib.close());

async function several(count: number, change: Parameters<CommentsWorld['write']>[0] = {}): Promise<CommentId[]> {
  const ids: CommentId[] = [];
  for (let each = 0; each < count; each += 1) ids.push(await world.write(change));
  return ids;
}

/** All pages of the moment's list, one after another. */
async function pagesOf(limit: number, viewerId?: AccountId): Promise<CommentId[][]> {
  const pages: CommentId[][] = [];
  let window: PageWindow<CommentPosition> = { limit };
  for (let more = true; more;) {
    const page = (await world.queries.ofMoments(viewerId, [world.momentId], window)).get(world.momentId)!;
    pages.push(page.items.map(({ item }) => item.id));
    window = { limit, after: page.items.at(-1)?.position };
    more = page.hasNextPage;
  }
  return pages;
}

const switchOff = () =>
  world.lib.database.transaction((tx) =>
    execute(tx, 'update moments set comments_enabled = false where id = $1', [world.momentId]),
  );

describe('the comments of a moment', () => {
  it('are pinned first, then the newest, page by page, each once', async () => {
    const [first, second, third, fourth] = await several(4);
    await world.pins.pin({ accountId: world.ada, commentId: second! });
    expect(await pagesOf(2)).toEqual([
      [second, fourth],
      [third, first],
    ]);
    expect(await pagesOf(1)).toEqual([[second], [fourth], [third], [first]]);
    expect(await pagesOf(4)).toHaveLength(1);
  });

  it('stay where they are for somebody who pages while others write and remove', async () => {
    const [first, second, third] = await several(3);
    const page = (await world.queries.ofMoments(undefined, [world.momentId], { limit: 1 })).get(world.momentId)!;
    expect(page.items[0]!.item.id).toBe(third);
    await several(2);
    await world.comments.remove({ accountId: world.bob, commentId: third! });
    const window = { limit: 2, after: page.items[0]!.position };
    const next = (await world.queries.ofMoments(undefined, [world.momentId], window)).get(world.momentId)!;
    expect(next.items.map(({ item }) => item.id)).toEqual([second, first]);
    expect(next.hasNextPage).toBe(false);
  });

  it('leave out whom a block hides, both ways, while pages stay full', async () => {
    const { ada, bob, eve } = world;
    const [first, second] = await several(2, { accountId: ada });
    await several(3, { accountId: bob });
    const third = await world.write({ accountId: eve });
    await aBlock(world.lib, { blockerId: bob, blockedId: eve });
    expect(await pagesOf(2, eve)).toEqual([[third, second], [first]]);
    expect((await world.shown(bob)).includes(third)).toBe(false);
    for (const viewer of [ada, undefined]) expect(await world.shown(viewer)).toHaveLength(6);
  });

  it('of many moments are read at once, each its own page; without any the page is empty', async () => {
    const other = await aPublishedMoment(world.lib, { authorId: world.bob });
    const nothing = newId<'moment'>();
    const [mine, theirs] = [await world.write(), await world.write({ momentId: other })];
    const pages = await world.queries.ofMoments(undefined, [world.momentId, other, nothing], { limit: 5 });
    expect(pages.get(world.momentId)?.items[0]?.item.id).toBe(mine);
    expect(pages.get(other)?.items[0]?.item.id).toBe(theirs);
    expect(pages.get(nothing)).toEqual({ items: [], hasNextPage: false });
  });

  it('are shown to the moment’s author alone while they are switched off or the moment is not published', async () => {
    const { ada, bob, momentId } = world;
    const commentId = await world.write();
    const reply = await world.write({ replyToId: commentId });
    const expectAuthorAlone = async () => {
      expect(await world.shown(ada)).toEqual([commentId]);
      expect(await world.repliesTo(commentId, ada)).toEqual([reply]);
      for (const viewer of [bob, undefined]) {
        expect(await world.shown(viewer)).toEqual([]);
        expect(await world.repliesTo(commentId, viewer)).toEqual([]);
        expect((await world.queries.visibleTo(viewer, [commentId, reply])).size).toBe(0);
      }
    };
    await switchOff();
    await expectAuthorAlone();
    await setMomentStatus(world.lib, { momentId, status: 'IN_REVIEW' });
    await expectAuthorAlone();
    await setMomentStatus(world.lib, { momentId, status: 'REMOVED' });
    expect(await world.shown(ada)).toEqual([]);
  });

  it('are hidden from whom the moment’s author has blocked, and from who has blocked them', async () => {
    const { ada, bob, eve } = world;
    const commentId = await world.write();
    await aBlock(world.lib, { blockerId: ada, blockedId: eve });
    expect(await world.shown(eve)).toEqual([]);
    expect((await world.queries.visibleTo(eve, [commentId])).size).toBe(0);
    expect(await world.shown(bob)).toEqual([commentId]);
  });

  it('are entered at their place in the index, however deep the page is', async () => {
    const after = { pinned: false, at: new Date(), id: await world.write() };
    const read = jest.spyOn(world.lib.database, 'read');
    await world.queries.ofMoments(world.eve, [world.momentId], { limit: 10, after });
    const [{ text }] = read.mock.calls[0]!;
    read.mockRestore();
    const plan = await world.lib.database.transaction(async (tx) => {
      await execute(tx, 'set local enable_seqscan = off');
      await execute(tx, 'set local plan_cache_mode = force_generic_plan');
      await execute(tx, `prepare deep as ${text}`);
      const lines = await rows<Record<string, string>>(
        tx,
        `explain execute deep ('{${world.momentId}}', '${world.eve}', false, now(), '${after.id}', 11)`,
      );
      await execute(tx, 'deallocate deep');
      return lines.map((line) => line['QUERY PLAN']).join('\n');
    });
    const place = /Index Cond: .*moment_id = .*ROW\(\(?\(?pinned_at IS NOT NULL/;
    expect(plan).toContain('comments_listed_idx');
    expect(plan).toMatch(place);
  });
});

describe('replies', () => {
  it('come as they were written, page by page, of many comments at once, without whom a block hides', async () => {
    const { ada, bob, eve } = world;
    const [commentId, other] = await several(2, { accountId: ada });
    const replies = await several(2, { accountId: ada, replyToId: commentId });
    await several(2, { accountId: bob, replyToId: commentId });
    replies.push(await world.write({ accountId: ada, replyToId: commentId }));
    const otherReply = await world.write({ accountId: ada, replyToId: other });
    await aBlock(world.lib, { blockerId: eve, blockedId: bob });

    const page = async (window: PageWindow<ReplyPosition>) =>
      world.queries.repliesOf(eve, [commentId!, other!], window);
    const first = await page({ limit: 2 });
    expect(first.get(commentId!)?.items.map(({ item }) => item.id)).toEqual(replies.slice(0, 2));
    expect(first.get(commentId!)?.hasNextPage).toBe(true);
    expect(first.get(other!)?.items.map(({ item }) => item.id)).toEqual([otherReply]);
    const second = await page({ limit: 2, after: first.get(commentId!)?.items.at(-1)?.position });
    expect(second.get(commentId!)?.items.map(({ item }) => item.id)).toEqual(replies.slice(2));
    expect(second.get(commentId!)?.hasNextPage).toBe(false);
  });

  it('go out of sight with the comment whose writer a block hides', async () => {
    const commentId = await world.write();
    const reply = await world.write({ accountId: world.ada, replyToId: commentId });
    await aBlock(world.lib, { blockerId: world.eve, blockedId: world.bob });
    expect((await world.queries.visibleTo(world.eve, [commentId, reply])).size).toBe(0);
    expect((await world.queries.visibleTo(world.ada, [commentId, reply])).size).toBe(2);
  });
});

describe('those who judge', () => {
  it('read comments in any state, and who took them away', async () => {
    const { ada, bob } = world;
    const commentId = await world.write();
    const reply = await world.write({ replyToId: commentId });
    const standing = await world.queries.byIdsForModerators([commentId]);
    expect(standing.get(commentId)).toMatchObject({ writerId: bob, momentAuthorId: ada, removedAt: null });
    await world.comments.remove({ accountId: ada, commentId });
    const found = await world.queries.byIdsForModerators([commentId, reply, newId()]);
    expect(found.size).toBe(2);
    for (const id of [commentId, reply]) expect(found.get(id)).toMatchObject({ removedBy: 'author' });
    expect((await world.queries.visibleTo(ada, [commentId, reply])).size).toBe(0);
  });
});
