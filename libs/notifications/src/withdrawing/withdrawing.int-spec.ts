import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type AccountId, type CommentId, type MomentId, newId } from '@moments/kernel';
import { anAccount } from '@moments/testing/identity';
import { aPublishedMoment } from '@moments/testing/moments';
import type { LibWorld } from '@moments/testing/platform';
import { aBlock, aMute } from '@moments/testing/social';
import { NotificationsRecountService } from '../keeping/notifications-recount.service.js';
import { PreferencesService } from '../preferences/preferences.service.js';
import { NotificationsService } from '../reading/notifications.service.js';
import { TellOfComment, TellOfCommentLike, TellOfPin, TellOfRemoval } from '../telling/comments.jobs.js';
import { TellOfFollow, TellOfLike } from '../telling/people.jobs.js';
import { aComment, openToldWorld, removeComment, toldTo, unreadOf } from '../testing/told-world.js';
import { ForgetAccount, WithdrawBlocked, WithdrawComment, WithdrawMoment, WithdrawMuted } from './withdrawing.jobs.js';

let world: LibWorld;
let [ada, bob, eve] = [newId<'account'>(), newId<'account'>(), newId<'account'>()];
let momentId: MomentId;

beforeAll(async () => {
  world = await openToldWorld();
});
beforeEach(async () => {
  [ada, bob, eve] = await Promise.all([anAccount(world), anAccount(world), anAccount(world)]);
  momentId = await aPublishedMoment(world, { authorId: ada });
});
afterAll(() => world.close());

const liked = (accountId: AccountId) => world.app.get(TellOfLike).handle({ momentId, authorId: ada, accountId });
const followed = (followerId: AccountId, followeeId = ada) =>
  world.app.get(TellOfFollow).handle({ followerId, followeeId });
const kindsOf = async (accountId: AccountId) => (await toldTo(world, accountId)).map(({ kind }) => kind);
const nothingDrifted = async () =>
  expect(await world.app.get(NotificationsRecountService).drift()).toEqual({ recipients: [], notifications: [] });

/** Somebody writes, and everybody concerned is told. */
async function written(writerId: AccountId, answered?: { id: CommentId; writerId: AccountId }): Promise<CommentId> {
  const commentId = await aComment(world, { momentId, writerId, replyToId: answered?.id });
  const added = { commentId, momentId, momentAuthorId: ada, writerId };
  await world.app
    .get(TellOfComment)
    .handle(answered ? { ...added, replyToId: answered.id, replyToWriterId: answered.writerId } : added);
  return commentId;
}

describe('a comment', () => {
  it('is told to the moment’s author, and counted once a person', async () => {
    await written(bob);
    await written(eve);
    await written(bob);
    expect(await toldTo(world, ada)).toMatchObject([
      { kind: 'MOMENT_COMMENTED', subjectId: momentId, actorIds: [bob, eve], actorsCount: 2 },
    ]);
    await nothingDrifted();
  });

  it('that answers another is told to who wrote that, and to the moment’s author once', async () => {
    const commentId = await written(bob);
    await world.app.get(NotificationsService).markRead(ada, null);
    await written(eve, { id: commentId, writerId: bob });
    expect(await toldTo(world, bob)).toMatchObject([
      { kind: 'COMMENT_REPLIED', subjectId: commentId, actorIds: [eve] },
    ]);
    expect(await unreadOf(world, ada)).toBe(1);

    const own = await written(ada);
    await world.app.get(NotificationsService).markRead(ada, null);
    await written(eve, { id: own, writerId: ada });
    expect((await toldTo(world, ada)).filter(({ readAt }) => !readAt)).toMatchObject([{ kind: 'COMMENT_REPLIED' }]);
  });

  it('takes its own person out when it is removed, unless they have written another', async () => {
    const [first, second] = [await written(bob), await written(bob)];
    await written(eve);
    await removed(first);
    expect(await toldTo(world, ada)).toMatchObject([{ actorIds: [eve, bob], actorsCount: 2 }]);
    await removed(second);
    expect(await toldTo(world, ada)).toMatchObject([{ actorIds: [eve], actorsCount: 1 }]);
    await nothingDrifted();
  });

  it('takes along what was told of it, of its replies, and that they were written', async () => {
    const commentId = await written(bob);
    await written(eve, { id: commentId, writerId: bob });
    const onComment = { commentId, momentId, writerId: bob };
    await world.app.get(TellOfCommentLike).handle({ ...onComment, accountId: eve });
    await world.app.get(TellOfPin).handle({ ...onComment, accountId: ada });
    expect(await kindsOf(bob)).toEqual(['COMMENT_PINNED', 'COMMENT_LIKED', 'COMMENT_REPLIED']);
    await removed(commentId);
    expect([await kindsOf(bob), await kindsOf(ada)]).toEqual([[], []]);
    expect([await unreadOf(world, bob), await unreadOf(world, ada)]).toEqual([0, 0]);
    await nothingDrifted();
  });

  it('that is gone before its news arrives is told to nobody', async () => {
    const [commentId, replyId] = [await aComment(world, { momentId, writerId: bob }), newId<'comment'>()];
    await removeComment(world, commentId);
    const added = { commentId, momentId, momentAuthorId: ada, writerId: bob };
    await world.app.get(TellOfComment).handle(added);
    await world.app
      .get(TellOfComment)
      .handle({ ...added, commentId: replyId, writerId: eve, replyToId: commentId, replyToWriterId: bob });
    expect([await kindsOf(ada), await kindsOf(bob)]).toEqual([[], []]);
  });

  it('that others removed is told to its writer with the reason, whichever news comes first, and stays told', async () => {
    const commentId = await written(bob);
    await removeComment(world, commentId);
    const event = { commentId, momentId, writerId: bob, by: 'moderator' as const, reason: 'SPAM', message: 'No.' };
    await world.app.get(TellOfRemoval).handle(event);
    await world.app.get(WithdrawComment).handle(event);
    await world.app.get(TellOfRemoval).handle(event);
    expect(await toldTo(world, bob)).toMatchObject([
      { kind: 'COMMENT_REMOVED', subjectId: momentId, details: { by: 'moderator', reason: 'SPAM', message: 'No.' } },
    ]);
    await world.app.get(TellOfRemoval).handle({ ...event, commentId: newId(), by: 'writer' });
    expect(await toldTo(world, bob)).toHaveLength(1);
  });

  const removed = async (commentId: CommentId) => {
    await removeComment(world, commentId);
    await world.app.get(WithdrawComment).handle({ momentId, commentId });
  };
});

describe('a block', () => {
  it('takes both out of what the other was told, and hides them until then', async () => {
    await liked(bob);
    await liked(eve);
    await followed(bob);
    await followed(ada, bob);
    await aBlock(world, { blockerId: bob, blockedId: ada });
    const hidden = await toldTo(world, ada);
    expect(hidden).toMatchObject([{ kind: 'MOMENT_LIKED', actorIds: [eve], actorsCount: 1 }]);
    expect(await kindsOf(bob)).toEqual([]);

    await world.app.get(WithdrawBlocked).handle({ blockerId: bob, blockedId: ada });
    expect(await toldTo(world, ada)).toEqual(hidden);
    expect([await unreadOf(world, ada), await unreadOf(world, bob)]).toEqual([1, 0]);
    await nothingDrifted();
  });
});

describe('a mute', () => {
  it('takes the muted out of what the muter was told, and nothing out of theirs', async () => {
    await followed(bob);
    await followed(ada, bob);
    await aMute(world, { muterId: ada, mutedId: bob });
    expect(await kindsOf(ada)).toEqual([]);
    await world.app.get(WithdrawMuted).handle({ muterId: ada, mutedId: bob });
    expect(await unreadOf(world, ada)).toBe(0);
    expect(await kindsOf(bob)).toEqual(['NEW_FOLLOWER']);
    await nothingDrifted();
  });
});

describe('a moment that is removed', () => {
  it('takes along all that was told of it and of its comments, read or not', async () => {
    await liked(bob);
    await world.app.get(NotificationsService).markRead(ada, null);
    await liked(eve);
    const commentId = await written(bob);
    await world.app.get(TellOfCommentLike).handle({ commentId, momentId, writerId: bob, accountId: eve });
    await followed(bob);
    for (let times = 0; times < 2; times += 1) await world.app.get(WithdrawMoment).handle({ momentId });
    expect([await kindsOf(ada), await kindsOf(bob)]).toEqual([['NEW_FOLLOWER'], []]);
    expect([await unreadOf(world, ada), await unreadOf(world, bob)]).toEqual([1, 0]);
    await nothingDrifted();
  });
});

describe('an account that is deleted', () => {
  it('leaves nothing behind: not what it was told, wanted, nor what others were told of it', async () => {
    await followed(bob);
    await liked(bob);
    await liked(eve);
    await followed(ada, bob);
    await world.app.get(PreferencesService).set(bob, { kind: 'NEW_FOLLOWER', enabled: false });
    for (let times = 0; times < 2; times += 1) await world.app.get(ForgetAccount).handle({ accountId: bob });

    expect(await toldTo(world, ada)).toMatchObject([{ kind: 'MOMENT_LIKED', actorIds: [eve], actorsCount: 1 }]);
    expect(await unreadOf(world, ada)).toBe(1);
    expect(await kindsOf(bob)).toEqual([]);
    expect((await world.app.get(PreferencesService).of(bob))[0]).toEqual({ kind: 'NEW_FOLLOWER', enabled: true });
    await nothingDrifted();
  });

  it('takes along that others answered what it had written', async () => {
    const commentId = await written(bob);
    await written(eve, { id: commentId, writerId: bob });
    expect(await toldTo(world, ada)).toMatchObject([{ actorIds: [eve, bob] }]);
    await world.app.get(ForgetAccount).handle({ accountId: bob });
    expect([await kindsOf(ada), await unreadOf(world, ada)]).toEqual([[], 0]);
    await nothingDrifted();
  });

  it('is told nothing any more, and marks nothing', async () => {
    await followed(bob);
    await world.app.get(ForgetAccount).handle({ accountId: ada });
    await followed(eve);
    expect(await kindsOf(ada)).toEqual([]);
    expect(await world.app.get(NotificationsService).markRead(ada, null)).toBe(0);
  });
});
