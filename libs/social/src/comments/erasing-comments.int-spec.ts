import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { AccountId, CommentId } from '@moments/kernel';
import { execute, statement } from '@moments/platform';
import { aPublishedMoment } from '@moments/testing/moments';
import fc from 'fast-check';
import { ErasureService } from '../erasure/erasure.service.js';
import { CommentsWorld } from '../testing/comments-world.js';

let world: CommentsWorld;
let erasure: ErasureService;

beforeAll(async () => {
  world = await CommentsWorld.open();
  erasure = world.lib.app.get(ErasureService);
});
beforeEach(() => world.refresh());
afterAll(() => world.lib.close());

const like = (accountId: AccountId, commentId: CommentId) => world.likes.like({ accountId, commentId });

/** What the deletion of an account leads to. */
async function erase(accountId: AccountId): Promise<void> {
  await world.lib.database.transaction((tx) =>
    execute(tx, `update accounts set status = 'suspended' where id = $1`, [accountId]),
  );
  await erasure.eraseAccount(accountId);
}

const wordsOf = statement(
  'test.words-of',
  `select text, likeness, input_hash as hash from comments where writer_id = $1 and text || likeness || input_hash <> ''`,
);
const likesOf = statement('test.comment-likes-of', 'select from comment_likes where account_id = $1 or moment_id = $1');

describe('an account that is gone', () => {
  it('leaves no words and no likes behind, and every count is right, done twice or after a break', async () => {
    const { ada, bob, eve, momentId } = world;
    const elsewhere = await aPublishedMoment(world.lib, { authorId: eve });
    const [own, others] = [await world.write(), await world.write({ accountId: eve })];
    await world.write({ momentId: elsewhere });
    await world.write({ replyToId: own });
    await world.write({ accountId: ada, replyToId: own });
    await world.write({ replyToId: others });
    const kept = await world.write({ accountId: ada, replyToId: others });
    const removed = await world.write();
    await world.comments.remove({ accountId: ada, commentId: removed });
    for (const id of [own, others, kept]) await like(bob, id);
    await like(eve, own);

    await erase(bob);
    await erasure.eraseAccount(bob);

    expect(await world.lib.database.read(wordsOf, [bob])).toEqual([]);
    expect(await world.lib.database.read(likesOf, [bob])).toEqual([]);
    expect(await world.shown(ada)).toEqual([others]);
    expect(await world.repliesTo(others)).toEqual([kept]);
    expect((await world.queries.visibleTo(ada, [others])).get(others)).toMatchObject({ likes: 0, replies: 1 });
    expect(await world.counted(momentId)).toBe(2);
    expect(await world.counted(elsewhere)).toBe(0);
    expect((await world.queries.byIdsForModerators([removed])).get(removed)).toMatchObject({ removedBy: 'author' });
    expect(await world.drifted()).toEqual([]);
  });
});

describe('a moment that is gone', () => {
  it('takes its comments, replies and their likes along, and no other moment’s', async () => {
    const other = await aPublishedMoment(world.lib, { authorId: world.ada });
    const [commentId, kept] = [await world.write(), await world.write({ momentId: other })];
    await world.write({ replyToId: commentId });
    await like(world.eve, commentId);
    await like(world.eve, kept);
    const gone = { momentId: world.momentId, authorId: world.ada };
    await Promise.all([1, 2].map(() => erasure.eraseMoment(gone)));
    expect(await world.stored()).toBe(0);
    expect(await world.lib.database.read(likesOf, [world.momentId])).toEqual([]);
    expect((await world.queries.visibleTo(world.eve, [kept])).get(kept)).toMatchObject({ likes: 1 });
    expect(await world.drifted()).toEqual([]);
  });
});

describe('counters of comments', () => {
  it('equal their rows after any sequence of deeds, done in any company', async () => {
    const person = fc.nat(2);
    const deed = fc.record({ who: person, which: fc.nat(20), kind: fc.nat(7) });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(deed, { maxLength: 5 }), { maxLength: 6 }), async (rounds) => {
        await world.refresh();
        const written = [await world.write(), await world.write({ accountId: world.ada })];
        for (const together of rounds) {
          await Promise.allSettled(together.map((each) => perform(each, written)));
          expect(await world.drifted()).toEqual([]);
        }
      }),
      { numRuns: 12 },
    );

    function perform({ who, which, kind }: { who: number; which: number; kind: number }, written: CommentId[]) {
      const accountId = [world.ada, world.bob, world.eve][who]!;
      const commentId = written[which % written.length]!;
      const keep = async (id: Promise<CommentId>) => void written.push(await id);
      const deeds = [
        () => keep(world.write({ accountId })),
        () => keep(world.write({ accountId, replyToId: commentId })),
        () => keep(world.write({ accountId, replyToId: commentId })),
        () => world.comments.remove({ accountId, commentId }),
        () => world.likes.like({ accountId, commentId }),
        () => world.likes.unlike({ accountId, commentId }),
        () => world.pins.pin({ accountId, commentId }),
        () => erase(accountId),
      ];
      return deeds[kind]!();
    }
  });
});
