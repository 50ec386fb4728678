import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type AccountId, after, type FeedSessionId, hours, minutes, type MomentId, newId } from '@moments/kernel';
import { execute, Settings, statement } from '@moments/platform';
import { anAccount } from '@moments/testing/identity';
import { aPublishedMoment } from '@moments/testing/moments';
import { type LibWorld, openLibWorld } from '@moments/testing/platform';
import { randomUUID } from 'node:crypto';
import { ViewCountsService } from '../counting/view-counts.service.js';
import { Fingerprints } from '../fingerprints.js';
import { KeepViewData } from '../keeping/keep-view-data.job.js';
import { ViewPartitions } from '../keeping/view-partitions.js';
import { PlaybackTokens } from '../playback-tokens.js';
import { testPlayback } from '../testing/index.js';
import { ViewsModule } from '../views.module.js';
import { ViewsJobsModule } from '../views-jobs.module.js';
import { hostingNetworks, viewStoring } from '../views.settings.js';
import type { ReportedView } from './view-report.js';
import { type ReportedBy, ViewsService } from './views.service.js';

let world: LibWorld;
let views: ViewsService;
let viewerId: AccountId;
let creatorId: AccountId;
let momentId: MomentId;

const facts = statement(
  'test.facts',
  `select day::text, served_at as "servedAt", feed_position as "feedPosition", creator_id as "creatorId",
          duration_ms as "durationMs", viewer_id as "viewerId", viewer_key as "viewerKey", device_id as "deviceId",
          encode(network_key, 'hex') as "networkKey", hosted, tableoid::regclass::text as partition
     from view_events where moment_id = $1 order by recorded_at, id`,
);
const views24 = statement('test.views', 'select views::int as views from moment_view_counters where moment_id = $1');
const clockRows = statement('test.clocks', 'select viewer_key as "viewerKey" from viewer_clocks');

beforeAll(async () => {
  world = await openLibWorld([ViewsModule.forRoot(testPlayback()), ViewsJobsModule]);
  views = world.app.get(ViewsService);
});

beforeEach(async () => {
  viewerId = await anAccount(world);
  creatorId = await anAccount(world);
  momentId = await aPublishedMoment(world, { authorId: creatorId, durationMs: 20_000 });
});

afterAll(() => world.close());

interface Served {
  viewerId?: AccountId;
  device?: string;
  feedSessionId?: FeedSessionId;
  at?: number;
}

async function tokenOf({ device, feedSessionId = newId<'feedSession'>(), at = 0, ...served }: Served) {
  const deviceId = world.app.get(Fingerprints).deviceOf(device);
  const serving = { ...served, deviceId, feedSessionId, surface: 'FOR_YOU', promoted: false } as const;
  return (await world.app.get(PlaybackTokens).issue(serving, [momentId], [at]))[0]!;
}

const event = (playbackToken: string, change: Partial<ReportedView> = {}): ReportedView => ({
  id: randomUUID(),
  playbackToken,
  watchedMs: 5_000,
  occurredAt: world.clock.now(),
  ...change,
});

const tell = (by: ReportedBy, ...events: ReportedView[]) => views.record(by, { events });
const accepted = { accepted: 1, duplicates: 0, rejected: [] };
const known = { accepted: 0, duplicates: 1, rejected: [] };
const refused = (id: string, code: string) => ({ accepted: 0, duplicates: 0, rejected: [{ id, code }] });

async function counted(): Promise<number> {
  await world.app.get(ViewCountsService).countNew();
  return (await world.database.read<{ views: number }>(views24, [momentId]))[0]?.views ?? 0;
}

/** Moves the clock to the next such instant, which may be years ahead. */
const until = (instant: string) => world.clock.advance(new Date(instant).getTime() - world.clock.now().getTime());

describe('a stored view', () => {
  it('says whose it is, of whom, from where on the feed, on what device and network', async () => {
    const playbackToken = await tokenOf({ viewerId, at: 7 });
    const servedAt = new Date(Math.floor(world.clock.now().getTime() / 1_000) * 1_000);
    await tell({ viewerId, device: 'phone', address: '203.0.113.7' }, event(playbackToken));
    const [stored] = await world.database.read<Record<string, unknown>>(facts, [momentId]);
    expect(stored).toMatchObject({ servedAt, feedPosition: 7, creatorId, durationMs: 20_000, viewerId, hosted: false });
    expect(stored).toMatchObject({ viewerKey: viewerId, deviceId: world.app.get(Fingerprints).deviceOf('phone') });
    expect(stored!.networkKey).toMatch(/^[0-9a-f]{32}$/);
  });

  it('has one key for a network, and says whether it is a data centre’s', async () => {
    await world.app.get(Settings).set(hostingNetworks.name, ['198.51.100.0/24', '2001:db8::/32'], 'test');
    for (const address of ['203.0.113.7', '203.0.113.99', '198.51.100.1', '2001:db8::1', 'nonsense']) {
      await tell({ viewerId, address }, event(await tokenOf({ viewerId })));
      world.clock.advance(1);
    }
    const stored = await world.database.read<{ networkKey: string; hosted: boolean }>(facts, [momentId]);
    expect(stored.map(({ hosted }) => hosted)).toEqual([false, false, true, true, false]);
    expect(new Set(stored.map(({ networkKey }) => networkKey)).size).toBe(4);
  });
});

describe('a token of a device', () => {
  it('is good there before and after signing in, and for nobody on another device', async () => {
    const playbackToken = await tokenOf({ device: 'tablet' });
    const elsewhere = event(playbackToken, { id: 'elsewhere' });
    for (const by of [{ device: 'phone' }, {}, { viewerId }, { viewerId, device: 'phone' }]) {
      expect(await tell(by, elsewhere)).toEqual(refused('elsewhere', 'INVALID_TOKEN'));
    }
    const before = event(playbackToken);
    expect(await tell({ device: 'tablet' }, before)).toEqual(accepted);
    expect(await tell({ viewerId, device: 'tablet' }, before)).toEqual(known);
    world.clock.advance(1);
    expect(await tell({ viewerId, device: 'tablet' }, event(playbackToken))).toEqual(accepted);
    const stored = await world.database.read<{ viewerId: string | null; viewerKey: string; deviceId: string }>(facts, [
      momentId,
    ]);
    expect(stored.map((view) => view.viewerId)).toEqual([null, viewerId]);
    expect(stored.map(({ viewerKey }) => viewerKey)).toEqual([stored[0]!.deviceId, viewerId]);
    expect(await counted()).toBe(1);
  });

  it('counts once, told before and after signing in at the same time', async () => {
    const playbackToken = await tokenOf({ device: 'tablet' });
    await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        tell({ device: 'tablet', viewerId: n % 2 ? viewerId : undefined }, event(playbackToken)),
      ),
    );
    expect(await counted()).toBe(1);
  });

  it('is bound to its feed session when the app says nothing of a device', async () => {
    const feedSessionId = newId<'feedSession'>();
    const playbackToken = await tokenOf({ feedSessionId });
    expect(await tell({ device: 'any' }, event(playbackToken))).toEqual(accepted);
    expect(await tell({ viewerId, device: 'any' }, event(playbackToken, { id: 'x' }))).toEqual(
      refused('x', 'INVALID_TOKEN'),
    );
    expect(await world.database.read(facts, [momentId])).toMatchObject([{ viewerKey: feedSessionId }]);
  });
});

describe('the time that a viewer has', () => {
  it('is shared by all feed sessions, at once and one after the other', async () => {
    const tokens = await Promise.all(Array.from({ length: 30 }, () => tokenOf({ viewerId })));
    world.clock.advance(minutes(2));
    const told = tokens.map((playbackToken) => tell({ viewerId }, event(playbackToken, { watchedMs: 20_000 })));
    const outcomes = await Promise.all(told);
    // Two minutes, and one that is tolerated; but the token says whole seconds, which leaves room for none more.
    expect(outcomes.filter((outcome) => outcome.accepted === 1)).toHaveLength(9);
    expect(outcomes.flatMap(({ rejected }) => rejected.map(({ code }) => code))).toEqual(Array(21).fill('IMPLAUSIBLE'));
    expect(await world.database.read(facts, [momentId])).toHaveLength(9);

    const another = await anAccount(world);
    expect(await tell({ viewerId: another }, event(await tokenOf({ viewerId: another })))).toEqual(accepted);
    world.clock.advance(minutes(1));
    expect(await tell({ viewerId }, event(tokens[0]!, { watchedMs: 20_000 }))).toEqual(accepted);
  });

  it('is not spent by what is sent again, nor by what was refused', async () => {
    const playbackToken = await tokenOf({ viewerId });
    world.clock.advance(minutes(1));
    const long = { watchedMs: 100_000, loops: 5 };
    const first = event(playbackToken, long);
    expect(await tell({ viewerId }, first)).toEqual(accepted);
    for (let again = 0; again < 5; again += 1) {
      expect(await tell({ viewerId }, first, event(playbackToken, { ...long, id: 'more' }))).toEqual({
        ...known,
        rejected: [{ id: 'more', code: 'IMPLAUSIBLE' }],
      });
    }
    expect(await tell({ viewerId }, event(playbackToken, { watchedMs: 20_000 }))).toEqual(accepted);
  });

  it('lets a phone that was offline tell hours of it at once', async () => {
    const tokens = await Promise.all(Array.from({ length: 180 }, () => tokenOf({ viewerId })));
    world.clock.advance(hours(1));
    const told = tokens.map((playbackToken) => event(playbackToken, { watchedMs: 20_000 }));
    expect(await tell({ viewerId }, ...told)).toMatchObject({ accepted: 180, rejected: [] });
  });

  it('is forgotten once nothing can be told any more that it would matter for', async () => {
    await tell({ viewerId }, event(await tokenOf({ viewerId })));
    const kept = async () => (await world.database.read<{ viewerKey: string }>(clockRows)).map((row) => row.viewerKey);
    await world.app.get(KeepViewData).handle();
    expect(await kept()).toContain(viewerId);
    world.clock.advance(hours(73));
    await world.app.get(KeepViewData).handle();
    expect(await kept()).not.toContain(viewerId);
  });
});

describe('a view that is sent again', () => {
  it('is a duplicate even when it would be refused by now', async () => {
    const playbackToken = await tokenOf({ viewerId });
    const first = event(playbackToken);
    await tell({ viewerId }, first);
    world.clock.advance(hours(60));
    expect(await tell({ viewerId }, first, { ...first, id: 'late' })).toEqual({
      ...known,
      rejected: [{ id: 'late', code: 'TOO_OLD' }],
    });
  });

  it('meets its first copy across processes', async () => {
    const another = (await world.anotherProcess()).get(ViewsService);
    const playbackToken = await tokenOf({ viewerId });
    world.clock.advance(minutes(10));
    const events = Array.from({ length: 40 }, () => event(playbackToken));
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, (_, n) => (n % 2 ? views : another).record({ viewerId }, { events })),
    );
    expect(outcomes.reduce((sum, outcome) => sum + outcome.accepted, 0)).toBe(40);
    expect(outcomes.every((outcome) => outcome.accepted + outcome.duplicates === 40)).toBe(true);
  });
});

describe('reports that share a commit', () => {
  it('fail alone when the database does not take one of them', async () => {
    await world.database.transaction((tx) =>
      execute(tx, `alter table view_events add constraint no_thirteen check (watched_ms <> 1313) not valid`),
    );
    const token = await tokenOf({ viewerId });
    world.clock.advance(minutes(10));
    const told = Array.from({ length: 20 }, (_, n) =>
      tell({ viewerId }, event(token, { watchedMs: n === 13 ? 1_313 : 2_000 })),
    );
    const settled = await Promise.allSettled(told);
    expect(settled.flatMap(({ status }, n) => (status === 'rejected' ? [n] : []))).toEqual([13]);
    await world.database.transaction((tx) => execute(tx, 'alter table view_events drop constraint no_thirteen'));
    expect(await world.database.read(facts, [momentId])).toHaveLength(19);
  });

  it('are refused, to be sent again, when too many wait', async () => {
    const storing = await world.app.get(Settings).get(viewStoring);
    await world.app.get(Settings).set(viewStoring.name, { ...storing, atOnce: 1, waitingEvents: 1_000 }, 'test');
    const token = await tokenOf({ viewerId });
    world.clock.advance(hours(5));
    const told = Array.from({ length: 40 }, () =>
      tell({ viewerId }, ...Array.from({ length: 200 }, () => event(token, { watchedMs: 0 }))),
    );
    const settled = await Promise.allSettled(told);
    await world.app.get(Settings).set(viewStoring.name, storing, 'test');
    const refusals = settled.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
    expect(refusals.length).toBeGreaterThan(0);
    expect(refusals[0]).toMatchObject({ code: 'RATE_LIMITED', reason: 'too_many_views_waiting' });
    const taken = settled.length - refusals.length;
    expect(await world.database.read(facts, [momentId])).toHaveLength(taken * 200);
  });
});

describe('the day of a view', () => {
  it('is made once by processes that need it at the same time', async () => {
    const processes = await Promise.all(Array.from({ length: 4 }, () => world.anotherProcess()));
    await Promise.all(processes.map((app) => app.get(ViewPartitions).ensure(['2031-05-05', '2031-05-06'] as never)));
  });

  it('is that of its serving, by the clocks of Moscow', async () => {
    until('2027-06-30T20:59:59.500Z');
    const before = await tokenOf({ viewerId });
    world.clock.advance(500);
    const since = await tokenOf({ viewerId });
    world.clock.advance(minutes(5));
    const first = event(before);
    expect(await tell({ viewerId }, first, event(since))).toMatchObject({ accepted: 2 });
    // Over midnight in London, too: a day of ours is nobody else's.
    world.clock.advance(hours(4));
    expect(await tell({ viewerId }, first)).toEqual(known);
    const stored = await world.database.read<{ day: string; partition: string }>(facts, [momentId]);
    expect(stored.map(({ day, partition }) => [day, partition]).toSorted()).toEqual([
      ['2027-06-30', 'view_events_20270630'],
      ['2027-07-01', 'view_events_20270701'],
    ]);
  });

  it('counts a moment once when a page is served again after midnight', async () => {
    until('2027-07-10T20:59:00Z');
    const feedSessionId = newId<'feedSession'>();
    const before = await tokenOf({ viewerId, feedSessionId });
    world.clock.advance(minutes(2));
    const since = await tokenOf({ viewerId, feedSessionId });
    await tell({ viewerId }, event(since));
    await tell({ viewerId }, event(before));
    expect(await counted()).toBe(1);
  });

  it('may be a leap day', async () => {
    until('2028-02-28T20:59:59Z');
    const tokens = [await tokenOf({ viewerId })];
    for (const hoursOn of [1, 23, 1]) {
      world.clock.advance(hours(hoursOn));
      tokens.push(await tokenOf({ viewerId }));
    }
    const told = tokens.map((playbackToken) => event(playbackToken, { occurredAt: after(world.clock.now(), -1_000) }));
    expect(await tell({ viewerId }, ...told.slice(1))).toMatchObject({ accepted: 3 });
    expect(await tell({ viewerId }, event(tokens[0]!, { occurredAt: after(world.clock.now(), -hours(25)) }))).toEqual(
      accepted,
    );
    const stored = await world.database.read<{ day: string }>(facts, [momentId]);
    expect(stored.map(({ day }) => day).toSorted()).toEqual(['2028-02-28', '2028-02-29', '2028-02-29', '2028-03-01']);
  });
});

describe('a device’s clock', () => {
  it('may be ten minutes off, either way, and not more', async () => {
    const playbackToken = await tokenOf({ viewerId });
    world.clock.advance(minutes(1));
    const now = world.clock.now();
    const served = new Date(Math.floor(after(now, -minutes(1)).getTime() / 1_000) * 1_000);
    const events = [
      event(playbackToken, { id: 'fast', occurredAt: after(now, minutes(10)) }),
      event(playbackToken, { id: 'too fast', occurredAt: after(now, minutes(10) + 1) }),
      event(playbackToken, { id: 'slow', occurredAt: after(served, -minutes(10)) }),
      event(playbackToken, { id: 'too slow', occurredAt: after(served, -minutes(10) - 1) }),
    ];
    expect(await tell({ viewerId }, ...events)).toEqual({
      accepted: 2,
      duplicates: 0,
      rejected: [
        { id: 'too fast', code: 'IMPLAUSIBLE' },
        { id: 'too slow', code: 'IMPLAUSIBLE' },
      ],
    });
  });
});
