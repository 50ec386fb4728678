import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type AccountId, after, hours, minutes, newId } from '@moments/kernel';
import { execute, Settings } from '@moments/platform';
import { Fingerprints } from '../fingerprints.js';
import { ViewPartitions } from '../keeping/view-partitions.js';
import { accepted, known, RecordingWorld, refused } from '../testing/recording-world.js';
import { hostingNetworks, viewStoring } from '../views.settings.js';

let world: RecordingWorld;
let viewerId: AccountId;

beforeAll(async () => {
  world = await RecordingWorld.open();
});
beforeEach(async () => {
  ({ viewerId } = await world.refresh());
});
afterAll(() => world.close());

describe('a stored view', () => {
  it('says whose it is, of whom, from where on the feed, on what device and network', async () => {
    const playbackToken = await world.tokenOf({ viewerId, at: 7 });
    const servedAt = new Date(Math.floor(world.lib.clock.now().getTime() / 1_000) * 1_000);
    await world.tell({ viewerId, device: 'phone', address: '203.0.113.7' }, world.event(playbackToken));
    const [stored] = await world.stored<Record<string, unknown>>();
    expect(stored).toMatchObject({
      servedAt,
      feedPosition: 7,
      creatorId: world.creatorId,
      durationMs: 20_000,
      viewerId,
      hosted: false,
    });
    expect(stored).toMatchObject({ viewerKey: viewerId, deviceId: world.lib.app.get(Fingerprints).deviceOf('phone') });
    expect(stored!.networkKey).toMatch(/^[0-9a-f]{32}$/);
  });

  it('has one key for a network, and says whether it is a data centre’s', async () => {
    await world.lib.app.get(Settings).set(hostingNetworks.name, ['198.51.100.0/24', '2001:db8::/32'], 'test');
    for (const address of ['203.0.113.7', '203.0.113.99', '198.51.100.1', '2001:db8::1', 'nonsense']) {
      await world.tell({ viewerId, address }, world.event(await world.tokenOf({ viewerId })));
      world.lib.clock.advance(1);
    }
    const stored = await world.stored<{ networkKey: string; hosted: boolean }>();
    expect(stored.map(({ hosted }) => hosted)).toEqual([false, false, true, true, false]);
    expect(new Set(stored.map(({ networkKey }) => networkKey)).size).toBe(4);
  });
});

describe('a token of a device', () => {
  it('is good there before and after signing in, and for nobody on another device', async () => {
    const playbackToken = await world.tokenOf({ device: 'tablet' });
    const elsewhere = world.event(playbackToken, { id: 'elsewhere' });
    for (const by of [{ device: 'phone' }, {}, { viewerId }, { viewerId, device: 'phone' }]) {
      expect(await world.tell(by, elsewhere)).toEqual(refused('elsewhere', 'INVALID_TOKEN'));
    }
    const before = world.event(playbackToken);
    expect(await world.tell({ device: 'tablet' }, before)).toEqual(accepted);
    expect(await world.tell({ viewerId, device: 'tablet' }, before)).toEqual(known);
    world.lib.clock.advance(1);
    expect(await world.tell({ viewerId, device: 'tablet' }, world.event(playbackToken))).toEqual(accepted);
    const stored = await world.stored<{ viewerId: string | null; viewerKey: string; deviceId: string }>();
    expect(stored.map((view) => view.viewerId)).toEqual([null, viewerId]);
    expect(stored.map(({ viewerKey }) => viewerKey)).toEqual([stored[0]!.deviceId, viewerId]);
    expect(await world.counted()).toBe(1);
  });

  it('counts once, told before and after signing in at the same time', async () => {
    const playbackToken = await world.tokenOf({ device: 'tablet' });
    await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        world.tell({ device: 'tablet', viewerId: n % 2 ? viewerId : undefined }, world.event(playbackToken)),
      ),
    );
    expect(await world.counted()).toBe(1);
  });

  it('is bound to its feed session when the app says nothing of a device', async () => {
    const feedSessionId = newId<'feedSession'>();
    const playbackToken = await world.tokenOf({ feedSessionId });
    expect(await world.tell({ device: 'any' }, world.event(playbackToken))).toEqual(accepted);
    expect(await world.tell({ viewerId, device: 'any' }, world.event(playbackToken, { id: 'x' }))).toEqual(
      refused('x', 'INVALID_TOKEN'),
    );
    expect(await world.stored()).toMatchObject([{ viewerKey: feedSessionId }]);
  });
});

describe('reports that share a commit', () => {
  it('fail alone when the database does not take one of them', async () => {
    await world.lib.database.transaction((tx) =>
      execute(tx, `alter table view_events add constraint no_thirteen check (watched_ms <> 1313) not valid`),
    );
    const token = await world.tokenOf({ viewerId });
    world.lib.clock.advance(minutes(10));
    const told = Array.from({ length: 20 }, (_, n) =>
      world.tell({ viewerId }, world.event(token, { watchedMs: n === 13 ? 1_313 : 2_000 })),
    );
    const settled = await Promise.allSettled(told);
    expect(settled.flatMap(({ status }, n) => (status === 'rejected' ? [n] : []))).toEqual([13]);
    await world.lib.database.transaction((tx) => execute(tx, 'alter table view_events drop constraint no_thirteen'));
    expect(await world.stored()).toHaveLength(19);
  });

  it('are refused, to be sent again, when too many wait', async () => {
    const storing = await world.lib.app.get(Settings).get(viewStoring);
    await world.lib.app.get(Settings).set(viewStoring.name, { ...storing, atOnce: 1, waitingEvents: 1_000 }, 'test');
    const token = await world.tokenOf({ viewerId });
    world.lib.clock.advance(hours(5));
    const told = Array.from({ length: 40 }, () =>
      world.tell({ viewerId }, ...Array.from({ length: 200 }, () => world.event(token, { watchedMs: 0 }))),
    );
    const settled = await Promise.allSettled(told);
    await world.lib.app.get(Settings).set(viewStoring.name, storing, 'test');
    const refusals = settled.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
    expect(refusals.length).toBeGreaterThan(0);
    expect(refusals[0]).toMatchObject({ code: 'RATE_LIMITED', reason: 'too_many_views_waiting' });
    const taken = settled.length - refusals.length;
    expect(await world.stored()).toHaveLength(taken * 200);
  });
});

describe('the day of a view', () => {
  it('is made once by processes that need it at the same time', async () => {
    const processes = await Promise.all(Array.from({ length: 4 }, () => world.lib.anotherProcess()));
    await Promise.all(processes.map((app) => app.get(ViewPartitions).ensure(['2031-05-05', '2031-05-06'] as never)));
  });

  it('is that of its serving, by the clocks of Moscow', async () => {
    world.until('2087-06-30T20:59:59.500Z');
    const before = await world.tokenOf({ viewerId });
    world.lib.clock.advance(500);
    const since = await world.tokenOf({ viewerId });
    world.lib.clock.advance(minutes(5));
    const first = world.event(before);
    expect(await world.tell({ viewerId }, first, world.event(since))).toMatchObject({ accepted: 2 });
    // Over midnight in London, too: a day of ours is nobody else's.
    world.lib.clock.advance(hours(4));
    expect(await world.tell({ viewerId }, first)).toEqual(known);
    const stored = await world.stored<{ day: string; partition: string }>();
    expect(stored.map(({ day, partition }) => [day, partition]).toSorted()).toEqual([
      ['2087-06-30', 'view_events_20870630'],
      ['2087-07-01', 'view_events_20870701'],
    ]);
  });

  it('counts a moment once when a page is served again after midnight', async () => {
    world.until('2087-07-10T20:59:00Z');
    const feedSessionId = newId<'feedSession'>();
    const before = await world.tokenOf({ viewerId, feedSessionId });
    world.lib.clock.advance(minutes(2));
    const since = await world.tokenOf({ viewerId, feedSessionId });
    await world.tell({ viewerId }, world.event(since));
    await world.tell({ viewerId }, world.event(before));
    expect(await world.counted()).toBe(1);
  });

  it('may be a leap day', async () => {
    world.until('2088-02-28T20:59:59Z');
    const tokens = [await world.tokenOf({ viewerId })];
    for (const hoursOn of [1, 23, 1]) {
      world.lib.clock.advance(hours(hoursOn));
      tokens.push(await world.tokenOf({ viewerId }));
    }
    const told = tokens.map((playbackToken) =>
      world.event(playbackToken, { occurredAt: after(world.lib.clock.now(), -1_000) }),
    );
    expect(await world.tell({ viewerId }, ...told.slice(1))).toMatchObject({ accepted: 3 });
    expect(
      await world.tell({ viewerId }, world.event(tokens[0]!, { occurredAt: after(world.lib.clock.now(), -hours(25)) })),
    ).toEqual(accepted);
    const stored = await world.stored<{ day: string }>();
    expect(stored.map(({ day }) => day).toSorted()).toEqual(['2088-02-28', '2088-02-29', '2088-02-29', '2088-03-01']);
  });
});
