import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { accountDeleted } from '@moments/identity';
import { after, days, type MomentId, NotFound } from '@moments/kernel';
import { Events } from '@moments/platform';
import { anAccount } from '@moments/testing/identity';
import { setTimeout as sleep } from 'node:timers/promises';
import { momentPublished, momentRemoved } from './moments.events.js';
import { MakingWorld } from './testing/making-world.js';

let world: MakingWorld;

beforeAll(async () => {
  world = await MakingWorld.open();
});
beforeEach(() => world.refresh());
afterAll(() => world.close());

const isAbout = (payload: unknown, momentId: MomentId): boolean =>
  (payload as { momentId?: MomentId }).momentId === momentId;

describe('a moment', () => {
  it('is changed by its author, whatever the state, and tags follow the words', async () => {
    const { id } = await world.create({ caption: '#one' });

    const changed = await world.moments.update({
      accountId: world.ada,
      momentId: id,
      caption: '#two',
      commentsEnabled: false,
    });

    expect(changed).toMatchObject({ caption: '#two', hashtags: ['two'], commentsEnabled: false });
    expect(await world.moments.update({ accountId: world.ada, momentId: id })).toMatchObject({ caption: '#two' });
    const bob = await anAccount(world.lib);
    await expect(world.moments.update({ accountId: bob, momentId: id, caption: '' })).rejects.toThrow(NotFound);
    expect(await world.until(id, 'PUBLISHED')).toMatchObject({ caption: '#two', commentsEnabled: false });
  });

  it('is gone for everybody once removed, with everything in the store, and removing it again changes nothing', async () => {
    const { id } = await world.create({ caption: 'words' });
    await world.until(id, 'PUBLISHED');
    expect(await world.objectsOf(id)).not.toEqual([]);
    const bob = await anAccount(world.lib);
    await expect(world.moments.remove({ accountId: bob, momentId: id })).rejects.toThrow(NotFound);

    const removed = await world.moments.remove({ accountId: world.ada, momentId: id });

    expect(removed).toMatchObject({ status: 'REMOVED', caption: '', video: undefined });
    expect(await world.moments.remove({ accountId: world.ada, momentId: id })).toEqual(removed);
    expect((await world.queries.visibleTo(world.ada, [id])).size).toBe(0);
    await world.untilNothingIsStored(id);
  });

  it('can be removed while it is being made, and is never published then', async () => {
    const emit = jest.spyOn(world.lib.app.get(Events), 'emit');
    const { id } = await world.create({ publishAt: after(world.lib.clock.now(), 1_000) });

    await world.moments.remove({ accountId: world.ada, momentId: id });
    world.lib.clock.advance(1_000);
    await sleep(5_000);

    expect(await world.read(id)).toMatchObject({ status: 'REMOVED' });
    await world.untilNothingIsStored(id);
    const told = emit.mock.calls.flatMap(([, event, payload]) => (isAbout(payload, id) ? [event] : []));
    expect(told).toContain(momentRemoved);
    expect(told).not.toContain(momentPublished);
    emit.mockRestore();
  });

  it('goes with its author’s account', async () => {
    const ids = [
      (await world.create()).id,
      (await world.create({ publishAt: after(world.lib.clock.now(), days(1)) })).id,
    ];

    await world.lib.database.transaction((tx) =>
      world.lib.app.get(Events).emit(tx, accountDeleted, { accountId: world.ada }),
    );

    for (const id of ids) await world.until(id, 'REMOVED');
  });

  it('stands in its author’s list in every state, newest first, page by page', async () => {
    const ids: MomentId[] = [];
    for (let count = 0; count < 3; count += 1) {
      world.lib.clock.advance(1);
      ids.unshift((await world.create()).id);
    }
    await world.moments.remove({ accountId: world.ada, momentId: ids[1]! });

    const first = await world.queries.ofAuthor(world.ada, { limit: 1 });
    const second = await world.queries.ofAuthor(world.ada, { limit: 1, after: first.items[0]!.position });

    expect([first, second].map(({ items }) => items[0]!.item.id)).toEqual([ids[0], ids[2]]);
    expect([first.hasNextPage, second.hasNextPage]).toEqual([true, false]);
    const removed = await world.queries.ofAuthor(world.ada, { limit: 5 }, ['REMOVED']);
    expect(removed.items.map(({ item }) => item.id)).toEqual([ids[1]]);
  });
});
