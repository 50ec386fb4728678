import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { INestApplicationContext } from '@nestjs/common';
import { type AccountId, newId } from '@moments/kernel';
import { LiveNews } from '@moments/platform';
import { anAccount } from '@moments/testing/identity';
import type { LibWorld } from '@moments/testing/platform';
import { aMute } from '@moments/testing/social';
import type { NotificationView } from '../reading/notification.view.js';
import { NotificationsQueries } from '../reading/notifications.queries.js';
import { TellingService } from '../telling/telling.service.js';
import { openToldWorld, toldTo } from '../testing/told-world.js';
import { NotificationStream } from './notification-stream.js';

let world: LibWorld;
let other: INestApplicationContext;
let ada = newId<'account'>();

beforeAll(async () => {
  world = await openToldWorld();
  other = await world.anotherProcess();
});
beforeEach(async () => {
  ada = await anAccount(world);
});
afterAll(() => world.close());

const watch = (app: INestApplicationContext, after?: Date) => app.get(NotificationStream).watch(ada, after);
const next = async (told: AsyncIterator<NotificationView>): Promise<NotificationView> => {
  const step = (await told.next()) as IteratorResult<NotificationView, undefined>;
  if (step.done) throw new Error('nothing more is told');
  return step.value;
};
/** The platform tells something that stands alone. */
const tell = (app: INestApplicationContext = world.app, recipientId: AccountId = ada) =>
  app.get(TellingService).tell({ kind: 'PROFILE_RESET', recipientId, subjectId: recipientId, actId: newId() });
const followedBy = (actorId: AccountId) =>
  world.app.get(TellingService).tell({ kind: 'NEW_FOLLOWER', recipientId: ada, subjectId: ada, actorId });

describe('what is told', () => {
  it('reaches everybody who watches the account, in any process, and nobody else', async () => {
    const bob = await anAccount(world);
    const [here, there] = [await watch(world.app), await watch(other)];
    const foreign = await other.get(NotificationStream).watch(bob);
    const heard = [next(here), next(there)];
    await tell();
    const [newest] = await toldTo(world, ada);
    expect(await Promise.all(heard)).toEqual([newest, newest]);

    const bobs = next(foreign);
    await tell(other, bob);
    expect((await bobs).id).toBe((await toldTo(world, bob))[0]?.id);
    for (const each of [here, there, foreign]) await each.return?.();
  });

  it('before somebody began to watch is not told again, what they have missed since an instant is, in order', async () => {
    await tell();
    const [seen] = await toldTo(world, ada);
    await tell();
    await tell();
    const fromNow = await watch(other);
    const fromThen = await watch(other, seen!.createdAt);
    const missed = [await next(fromThen), await next(fromThen)];
    expect(missed).toEqual((await toldTo(world, ada)).slice(0, 2).toReversed());
    const heard = [next(fromNow), next(fromThen)];
    await tell();
    const [newest] = await toldTo(world, ada);
    expect(await Promise.all(heard)).toEqual([newest, newest]);
    for (const each of [fromNow, fromThen]) await each.return?.();
  });

  it('comes without a gap or a double while many tell at once, to whoever comes back again and again', async () => {
    const expected = 60;
    const heard: string[] = [];
    const telling = Promise.all(Array.from({ length: expected }, (_, n) => tell(n % 2 === 0 ? world.app : other)));
    let after: Date | undefined = new Date(0);
    while (heard.length < expected) {
      const told: AsyncIterableIterator<NotificationView> = await watch(other, after);
      for (let n = 0; n < 7 && heard.length < expected; n += 1) {
        const notification = await next(told);
        heard.push(notification.id);
        after = notification.createdAt;
      }
      await told.return?.();
    }
    await telling;
    expect(new Set(heard).size).toBe(expected);
  });

  it('comes again when it grows', async () => {
    const [bob, eve] = [await anAccount(world), await anAccount(world)];
    const told = await watch(other);
    await followedBy(bob);
    const first = await next(told);
    await followedBy(eve);
    const second = await next(told);
    expect([first.id, first.actorsCount, second.id, second.actorsCount]).toEqual([first.id, 1, first.id, 2]);
    await told.return?.();
  });

  it('comes as it stands in the end to whoever reads more slowly than others act', async () => {
    const people = await Promise.all(Array.from({ length: 12 }, () => anAccount(world)));
    const told = await watch(other);
    await followedBy(people[0]!);
    expect(await next(told)).toMatchObject({ actorsCount: 1 });
    for (const person of people.slice(1)) await followedBy(person);
    expect(await next(told)).toMatchObject({ actorsCount: 12 });
    await tell();
    expect(await next(told)).toMatchObject({ kind: 'PROFILE_RESET' });
    await told.return?.();
  });

  it('is not told of somebody who was muted in this very instant', async () => {
    const bob = await anAccount(world);
    const told = await watch(other);
    await followedBy(bob);
    await aMute(world, { muterId: ada, mutedId: bob });
    await tell();
    expect((await next(told)).kind).toBe('PROFILE_RESET');
    await told.return?.();
  });
});

describe('whoever watches', () => {
  it('leaves at once although nothing happens, and no longer listens', async () => {
    const stop = jest.fn<() => Promise<void>>(() => Promise.resolve());
    const subscribe = jest.spyOn(other.get(LiveNews), 'subscribe').mockResolvedValue(stop);
    const told = await watch(other);
    const waiting = told.next();
    await told.return?.();
    expect(await waiting).toEqual({ done: true, value: undefined });
    expect(stop).toHaveBeenCalledTimes(1);
    subscribe.mockRestore();
  });

  it('no longer listens when reading fails', async () => {
    const stop = jest.fn<() => Promise<void>>(() => Promise.resolve());
    const subscribe = jest.spyOn(other.get(LiveNews), 'subscribe').mockResolvedValue(stop);
    const queries = other.get(NotificationsQueries);
    const since = jest.spyOn(queries, 'since').mockRejectedValue(new Error('the database is away'));
    const lastAt = jest.spyOn(queries, 'lastAt').mockRejectedValueOnce(new Error('the database is away'));
    await expect(watch(other)).rejects.toThrow('away');
    await expect((await watch(other)).next()).rejects.toThrow('away');
    expect(stop).toHaveBeenCalledTimes(2);
    for (const spy of [subscribe, since, lastAt]) spy.mockRestore();
  });
});
