import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type AccountId, type CommentId, DomainError, type MomentId, newId } from '@moments/kernel';
import { type LibWorld, openLibWorld } from '@moments/testing/platform';
import { anAccount } from '@moments/testing/identity';
import { aPublishedMoment, setMomentStatus } from '@moments/testing/moments';
import fc from 'fast-check';
import { BlocksService } from '../blocks/blocks.service.js';
import { CommentsService } from '../comments/comments.service.js';
import { ErasureService } from '../erasure/erasure.service.js';
import { FollowsService } from '../follows/follows.service.js';
import { LikesService } from '../likes/likes.service.js';
import { SavesService } from '../saves/saves.service.js';
import { SharesService } from '../shares/shares.service.js';
import { SocialJobsModule } from '../social-jobs.module.js';
import { SocialModule } from '../social.module.js';
import { RecountService } from './recount.service.js';

let world: LibWorld;
let recount: RecountService;
let people: AccountId[];
let moments: { momentId: MomentId; authorId: AccountId }[];
let written: CommentId[];

beforeAll(async () => {
  world = await openLibWorld([SocialModule, SocialJobsModule]);
  recount = world.app.get(RecountService);
});

beforeEach(() => newPlay());

afterAll(() => world.close());

/** People and moments whom nothing has happened to: the last play may have deleted its own. */
async function newPlay(): Promise<void> {
  people = await Promise.all([anAccount(world), anAccount(world), anAccount(world)]);
  moments = await Promise.all(
    people.map(async (authorId) => ({ authorId, momentId: await aPublishedMoment(world, { authorId }) })),
  );
  written = [];
}

const nothingDrifted = async () => expect(await recount.drift()).toEqual({ moments: [], profiles: [] });

/** Somebody does something with somebody and with a moment of theirs: what it concerns of these depends on the deed. */
interface Scene {
  actor: AccountId;
  other: AccountId;
  momentId: MomentId;
  authorId: AccountId;
  /** One of those written so far. */
  commentId: CommentId;
}

let said = 0;
async function write({ actor, momentId }: Scene, replyToId?: CommentId): Promise<void> {
  said += 1;
  const words = { text: `This is number ${said}`, idempotencyKey: `key-${said}` };
  written.push(await world.app.get(CommentsService).add({ accountId: actor, momentId, replyToId, ...words }));
}

const deeds = {
  like: ({ actor, momentId }: Scene) => world.app.get(LikesService).like({ accountId: actor, momentId }),
  unlike: ({ actor, momentId }: Scene) => world.app.get(LikesService).unlike({ accountId: actor, momentId }),
  save: ({ actor, momentId }: Scene) => world.app.get(SavesService).save({ accountId: actor, momentId }),
  unsave: ({ actor, momentId }: Scene) => world.app.get(SavesService).unsave({ accountId: actor, momentId }),
  share: ({ actor, momentId }: Scene) => world.app.get(SharesService).share({ accountId: actor, momentId }),
  follow: ({ actor, other }: Scene) => world.app.get(FollowsService).follow({ followerId: actor, followeeId: other }),
  unfollow: ({ actor, other }: Scene) =>
    world.app.get(FollowsService).unfollow({ followerId: actor, followeeId: other }),
  block: ({ actor, other }: Scene) => world.app.get(BlocksService).block({ blockerId: actor, blockedId: other }),
  unblock: ({ actor, other }: Scene) => world.app.get(BlocksService).unblock({ blockerId: actor, blockedId: other }),
  comment: (scene: Scene) => write(scene),
  reply: (scene: Scene) => write(scene, scene.commentId),
  removeComment: ({ actor, commentId }: Scene) =>
    world.app.get(CommentsService).remove({ accountId: actor, commentId }),
  deleteAccount: async ({ actor }: Scene) => {
    await world.database.transaction((tx) =>
      tx.query(`update accounts set status = 'suspended' where id = $1`, [actor]),
    );
    await world.app.get(ErasureService).eraseAccount(actor);
  },
  deleteMoment: async ({ momentId, authorId }: Scene) => {
    await setMomentStatus(world, { momentId, status: 'REMOVED' });
    await world.app.get(ErasureService).eraseMoment({ momentId, authorId });
  },
};
type Deed = keyof typeof deeds;

// What ends something is rarer than what begins it, or soon nothing would be left to happen.
const rare: readonly Deed[] = ['deleteAccount', 'deleteMoment'];
const deed = fc.record({
  what: fc.oneof(
    {
      weight: 20,
      arbitrary: fc.constantFrom(...(Object.keys(deeds) as Deed[]).filter((each) => !rare.includes(each))),
    },
    { weight: 1, arbitrary: fc.constantFrom(...rare) },
  ),
  who: fc.nat(2),
  whom: fc.nat(2),
  which: fc.nat(2),
  comment: fc.nat(20),
});
const rounds = fc.array(fc.array(deed, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 6 });

describe('counters', () => {
  it('equal their rows after any sequence of deeds, done in any company', async () => {
    await fc.assert(
      fc.asyncProperty(rounds, async (played) => {
        await newPlay();
        for (const together of played) {
          const done = together.map(({ what, who, whom, which, comment }) => {
            const commentId = written[comment % Math.max(1, written.length)] ?? newId<'comment'>();
            return deeds[what]({ actor: people[who]!, other: people[whom]!, ...moments[which]!, commentId });
          });
          for (const outcome of await Promise.allSettled(done)) {
            // What is not possible any more is refused; anything else is an error of ours.
            if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(DomainError);
          }
          await nothingDrifted();
        }
      }),
      { numRuns: 30 },
    );
  });

  it('are found and mended when somebody has written past them', async () => {
    const [{ momentId, authorId }, { momentId: other }] = moments as [(typeof moments)[0], (typeof moments)[0]];
    const scene = { actor: people[1]!, other: authorId, momentId, authorId, commentId: newId<'comment'>() };
    for (const each of ['like', 'save', 'share', 'follow'] as const) await deeds[each](scene);
    await world.database.transaction(async (tx) => {
      await tx.query('update moment_counters set likes = 7, shares = 0, saves = 3 where moment_id = $1', [momentId]);
      await tx.query('update profile_counters set followers = 9 where account_id = $1', [authorId]);
      await tx.query('insert into likes (moment_id, account_id, created_at) values ($1, $2, now())', [
        other,
        newId<'account'>(),
      ]);
    });
    const profiles = [authorId, moments[1]!.authorId].toSorted();
    expect(await recount.drift()).toEqual({ moments: [momentId, other].toSorted(), profiles: [authorId] });
    expect(await recount.mend()).toEqual({ moments: [momentId, other].toSorted(), profiles });
    await nothingDrifted();
  });

  it.each(['likes', 'comments', 'shares', 'saves'])('of %s are each compared with their rows', async (counter) => {
    const [{ momentId, authorId }] = moments as [(typeof moments)[0]];
    await deeds.comment({ actor: people[1]!, other: authorId, momentId, authorId, commentId: newId<'comment'>() });
    await world.database.transaction((tx) =>
      tx.query(`update moment_counters set ${counter} = ${counter} + 1 where moment_id = $1`, [momentId]),
    );
    expect((await recount.mend()).moments).toEqual([momentId]);
    await nothingDrifted();
  });
});
