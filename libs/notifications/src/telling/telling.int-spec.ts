import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type AccountId, type MomentId, newId } from '@moments/kernel';
import { anAccount } from '@moments/testing/identity';
import { aPublishedMoment, setMomentStatus } from '@moments/testing/moments';
import type { LibWorld } from '@moments/testing/platform';
import { aBlock, aMute } from '@moments/testing/social';
import type { Act } from '../domain/act.js';
import { NotificationsRecountService } from '../keeping/notifications-recount.service.js';
import { PreferencesService } from '../preferences/preferences.service.js';
import { NotificationsService } from '../reading/notifications.service.js';
import { aComment, openToldWorld, toldTo, unreadOf } from '../testing/told-world.js';
import { TellingService } from './telling.service.js';

let world: LibWorld;
let telling: TellingService;
let [ada, bob, eve] = [newId<'account'>(), newId<'account'>(), newId<'account'>()];
let momentId: MomentId;

beforeAll(async () => {
  world = await openToldWorld();
  telling = world.app.get(TellingService);
});
beforeEach(async () => {
  [ada, bob, eve] = await Promise.all([anAccount(world), anAccount(world), anAccount(world)]);
  momentId = await aPublishedMoment(world, { authorId: ada });
});
afterAll(() => world.close());

const likeBy = (actorId: AccountId): Act => ({
  kind: 'MOMENT_LIKED',
  recipientId: ada,
  subjectId: momentId,
  actorId,
});
const followBy = (actorId: AccountId): Act => ({ kind: 'NEW_FOLLOWER', recipientId: ada, subjectId: ada, actorId });
const nothingDrifted = async () =>
  expect(await world.app.get(NotificationsRecountService).drift()).toEqual({ recipients: [], notifications: [] });
const markAllRead = () => world.app.get(NotificationsService).markRead(ada, null);

describe('acts of one kind on one subject', () => {
  it('come together in one notification, the newest actor first', async () => {
    await telling.tell(likeBy(bob));
    await telling.tell(likeBy(eve));
    expect(await toldTo(world, ada)).toMatchObject([
      { kind: 'MOMENT_LIKED', subjectId: momentId, actorIds: [eve, bob], actorsCount: 2, readAt: undefined },
    ]);
    expect(await unreadOf(world, ada)).toBe(1);
  });

  it('name three and count all', async () => {
    const people = await Promise.all(Array.from({ length: 5 }, () => anAccount(world)));
    for (const person of people) await telling.tell(likeBy(person));
    expect(await toldTo(world, ada)).toMatchObject([{ actorIds: people.toReversed().slice(0, 3), actorsCount: 5 }]);
    await nothingDrifted();
  });

  it('are one notification when sixteen come at once', async () => {
    const people = await Promise.all(Array.from({ length: 16 }, () => anAccount(world)));
    await telling.tell(followBy(bob));
    await Promise.all(people.map((person) => telling.tell(likeBy(person))));
    const told = await toldTo(world, ada);
    expect(told).toMatchObject([{ actorsCount: 16 }, { kind: 'NEW_FOLLOWER' }]);
    expect(new Set(told[0]?.actorIds).size).toBe(3);
    expect(await unreadOf(world, ada)).toBe(2);
    await nothingDrifted();
  });

  it('stay apart by subject and by kind', async () => {
    const other = await aPublishedMoment(world, { authorId: ada });
    await telling.tell(likeBy(bob));
    await telling.tell({ ...likeBy(bob), subjectId: other });
    await telling.tell(followBy(bob));
    expect((await toldTo(world, ada)).map(({ kind, subjectId }) => [kind, subjectId])).toEqual([
      ['NEW_FOLLOWER', ada],
      ['MOMENT_LIKED', other],
      ['MOMENT_LIKED', momentId],
    ]);
    expect(await unreadOf(world, ada)).toBe(3);
  });

  it('begin a new notification once the last was read', async () => {
    await telling.tell(likeBy(bob));
    expect(await markAllRead()).toBe(1);
    await telling.tell(likeBy(eve));
    expect(await toldTo(world, ada)).toMatchObject([
      { actorIds: [eve], actorsCount: 1, readAt: undefined },
      { actorIds: [bob], actorsCount: 1, readAt: world.clock.now() },
    ]);
    expect(await unreadOf(world, ada)).toBe(1);
  });

  it('of the platform each stand alone', async () => {
    for (const actId of [newId(), newId()]) {
      await telling.tell({
        kind: 'PROFILE_RESET',
        recipientId: ada,
        subjectId: ada,
        actId,
        details: { reason: 'SPAM' },
      });
    }
    expect(await toldTo(world, ada)).toMatchObject([
      { actorsCount: 0, actorIds: [], details: { reason: 'SPAM' } },
      { actorsCount: 0, actorIds: [], details: { reason: 'SPAM' } },
    ]);
    await nothingDrifted();
  });
});

describe('an act', () => {
  it('is told once, delivered twice, at once, or done again after it was taken back', async () => {
    await Promise.all(Array.from({ length: 8 }, () => telling.tell(likeBy(bob))));
    const before = await toldTo(world, ada);
    await telling.tell(likeBy(bob));
    expect(await toldTo(world, ada)).toEqual(before);
    await markAllRead();
    await telling.tell(likeBy(bob));
    expect(await unreadOf(world, ada)).toBe(0);
    await nothingDrifted();
  });

  it('of one’s own is not told', async () => {
    await telling.tell(likeBy(ada));
    expect(await toldTo(world, ada)).toEqual([]);
  });

  it('gets a later time than everything told before, though the clock stands or goes back', async () => {
    await telling.tell(likeBy(bob));
    world.clock.advance(-60_000);
    await telling.tell(followBy(bob));
    world.clock.advance(60_000);
    const [second, first] = await toldTo(world, ada);
    expect([second?.kind, first?.kind]).toEqual(['NEW_FOLLOWER', 'MOMENT_LIKED']);
    expect(second!.createdAt.getTime()).toBe(first!.createdAt.getTime() + 1);
  });

  it.each(['IN_REVIEW', 'REJECTED', 'REMOVED'] as const)('on a moment that is %s is not told', async (status) => {
    await setMomentStatus(world, { momentId, status });
    await telling.tell(likeBy(bob));
    expect(await toldTo(world, ada)).toEqual([]);
  });

  it('of somebody who is gone is not told', async () => {
    await telling.tell(likeBy(newId()));
    expect(await toldTo(world, ada)).toEqual([]);
  });
});

describe('nobody is told', () => {
  it('by those whom they have blocked, who have blocked them, or whom they have muted', async () => {
    await aBlock(world, { blockerId: ada, blockedId: bob });
    await aBlock(world, { blockerId: eve, blockedId: ada });
    const muted = await anAccount(world);
    await aMute(world, { muterId: ada, mutedId: muted });
    for (const actor of [bob, eve, muted]) await telling.tell(followBy(actor));
    expect(await toldTo(world, ada)).toEqual([]);
    expect(await unreadOf(world, ada)).toBe(0);
  });

  it('of what happens on the moment of somebody with whom they are apart', async () => {
    await aBlock(world, { blockerId: ada, blockedId: bob });
    await telling.tell({ ...likeBy(eve), recipientId: bob });
    expect(await toldTo(world, bob)).toEqual([]);
  });

  it('of an answer to a comment, or of a like of an answer, that a block hides from them', async () => {
    const rootId = await aComment(world, { momentId, writerId: bob });
    const replyId = await aComment(world, { momentId, writerId: eve, replyToId: rootId });
    const fan = await anAccount(world);
    const answer: Act = {
      kind: 'MOMENT_COMMENTED',
      recipientId: ada,
      subjectId: momentId,
      actorId: eve,
      actId: replyId,
      momentId,
      commentIds: [replyId, rootId],
    };
    const like: Act = {
      kind: 'COMMENT_LIKED',
      recipientId: eve,
      subjectId: replyId,
      actorId: fan,
      momentId,
      commentIds: [replyId],
    };
    await aBlock(world, { blockerId: ada, blockedId: bob });
    await aBlock(world, { blockerId: bob, blockedId: eve });
    for (const act of [answer, like]) await telling.tell(act);
    expect([await toldTo(world, ada), await toldTo(world, eve)]).toEqual([[], []]);
    await world.database.pool.query('delete from blocks where blocker_id = any($1)', [[ada, bob]]);
    for (const act of [answer, like]) await telling.tell(act);
    expect(await toldTo(world, ada)).toMatchObject([{ kind: 'MOMENT_COMMENTED' }]);
    expect(await toldTo(world, eve)).toMatchObject([{ kind: 'COMMENT_LIKED' }]);
  });

  it('but is told by those who have muted them', async () => {
    await aMute(world, { muterId: bob, mutedId: ada });
    await telling.tell(followBy(bob));
    expect(await toldTo(world, ada)).toHaveLength(1);
  });

  it('of a kind that they have switched off, until they switch it on', async () => {
    const preferences = world.app.get(PreferencesService);
    await preferences.set(ada, { kind: 'MOMENT_LIKED', enabled: false });
    await telling.tell(likeBy(bob));
    await telling.tell(followBy(bob));
    expect((await toldTo(world, ada)).map(({ kind }) => kind)).toEqual(['NEW_FOLLOWER']);
    await preferences.set(ada, { kind: 'MOMENT_LIKED', enabled: true });
    await telling.tell(likeBy(eve));
    expect((await toldTo(world, ada)).map(({ kind }) => kind)).toEqual(['MOMENT_LIKED', 'NEW_FOLLOWER']);
  });
});
