import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type AccountId, days, newId } from '@moments/kernel';
import { execute, Settings } from '@moments/platform';
import { anAccount } from '@moments/testing/identity';
import type { LibWorld } from '@moments/testing/platform';
import { notificationKeeping } from '../notifications.settings.js';
import { NotificationsService } from '../reading/notifications.service.js';
import { TellingService } from '../telling/telling.service.js';
import { openToldWorld, toldTo, unreadOf } from '../testing/told-world.js';
import { NotificationsRecountService } from './notifications-recount.service.js';
import { SweepNotificationsHandler } from './sweep-notifications.job.js';

let world: LibWorld;
let recount: NotificationsRecountService;
let [ada, bob] = [newId<'account'>(), newId<'account'>()];

beforeAll(async () => {
  world = await openToldWorld();
  recount = world.app.get(NotificationsRecountService);
});
beforeEach(async () => {
  [ada, bob] = await Promise.all([anAccount(world), anAccount(world)]);
});
afterAll(() => world.close());

const followedBy = (actorId: AccountId) =>
  world.app.get(TellingService).tell({ kind: 'NEW_FOLLOWER', recipientId: ada, subjectId: ada, actorId });
const told = (recipientId = ada) =>
  world.app.get(TellingService).tell({ kind: 'AVATAR_FAILED', recipientId, subjectId: recipientId, actId: newId() });
const sweep = () => world.app.get(SweepNotificationsHandler).handle({}, { signal: new AbortController().signal });
const actsOf = (accountId: AccountId) =>
  world.database.read({ name: 'test.acts-of', text: 'select from notification_acts where recipient_id = $1' }, [
    accountId,
  ]);
const write = (sql: string, parameters: unknown[]) => world.database.transaction((tx) => execute(tx, sql, parameters));

describe('marking as read', () => {
  it('counts what was not read, once, and leaves others’ and unknown ones alone', async () => {
    await told();
    await told();
    await told(bob);
    const [second, first] = await toldTo(world, ada);
    const [foreign] = await toldTo(world, bob);
    const service = world.app.get(NotificationsService);
    expect(await service.markRead(ada, [first!.id, foreign!.id, newId()])).toBe(1);
    expect(await service.markRead(ada, [first!.id])).toBe(0);
    expect((await toldTo(world, ada)).map(({ readAt }) => readAt)).toEqual([undefined, world.clock.now()]);
    expect([await unreadOf(world, ada), await unreadOf(world, bob)]).toEqual([1, 1]);
    expect(await service.markRead(ada, [])).toBe(0);
    expect(await service.markRead(ada, null)).toBe(1);
    expect(await unreadOf(world, ada)).toBe(0);
    expect((await toldTo(world, ada))[0]?.id).toBe(second!.id);
  });

  it('takes 500 at a time, not more', async () => {
    const service = world.app.get(NotificationsService);
    const ids = Array.from({ length: 501 }, () => newId<'notification'>());
    expect(await service.markRead(ada, ids.slice(1))).toBe(0);
    await expect(service.markRead(ada, ids)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });

  it('counts once on two devices at once', async () => {
    for (let n = 0; n < 5; n += 1) await told();
    const service = world.app.get(NotificationsService);
    const marked = await Promise.all(Array.from({ length: 4 }, () => service.markRead(ada, null)));
    expect(marked.toSorted()).toEqual([0, 0, 0, 5]);
    expect(await unreadOf(world, ada)).toBe(0);
  });
});

describe('every night', () => {
  it('forgets what is older than wanted with its acts, and keeps what is not, or has grown since', async () => {
    await followedBy(bob);
    await told();
    world.clock.advance(days(180));
    await sweep();
    expect(await toldTo(world, ada)).toHaveLength(2);
    await followedBy(await anAccount(world));
    world.clock.advance(days(1));
    await sweep();
    expect(await toldTo(world, ada)).toMatchObject([{ kind: 'NEW_FOLLOWER', actorsCount: 2 }]);
    expect([await unreadOf(world, ada), (await actsOf(ada)).length]).toEqual([1, 2]);
    expect(await recount.drift()).toEqual({ recipients: [], notifications: [] });
  });

  it('keeps them as long as the setting says', async () => {
    const settings = world.app.get(Settings);
    await settings.set(notificationKeeping.name, { keepDays: 2 }, 'test');
    try {
      await told();
      world.clock.advance(days(2));
      await sweep();
      expect(await toldTo(world, ada)).toHaveLength(1);
      world.clock.advance(1_000);
      await sweep();
      expect([await toldTo(world, ada), await actsOf(ada)]).toEqual([[], []]);
    } finally {
      await settings.set(notificationKeeping.name, notificationKeeping.fallback, 'test');
    }
  });

  it('forgets one of more acts than fit into a transaction', async () => {
    await followedBy(bob);
    const [notification] = await toldTo(world, ada);
    const many = `insert into notification_acts
      select recipient_id, kind, subject_id, gen_random_uuid(), gen_random_uuid(), notification_id, acted_at
        from notification_acts, generate_series(1, 10000) where notification_id = $1`;
    await write(many, [notification!.id]);
    world.clock.advance(days(181));
    await sweep();
    expect([await toldTo(world, ada), await actsOf(ada), await unreadOf(world, ada)]).toEqual([[], [], 0]);
  });
});

describe('recounting', () => {
  it('finds and mends counters that somebody has written past', async () => {
    await followedBy(bob);
    await told();
    const [, followed] = await toldTo(world, ada);
    const before = await toldTo(world, ada);
    await write('update notification_counters set unread = 7 where recipient_id = $1', [ada]);
    await write(`update notifications set actors_count = 9, newest_actors = '{}' where id = $1`, [followed!.id]);
    const off = { recipients: [ada], notifications: [{ recipientId: ada, id: followed!.id }] };
    expect(await recount.drift()).toEqual(off);
    expect(await recount.mend()).toEqual(off);
    expect(await recount.drift()).toEqual({ recipients: [], notifications: [] });
    expect([await unreadOf(world, ada), await toldTo(world, ada)]).toEqual([2, before]);
  });
});
